/** The script of a page with tables that sort. Without it the page is whole: the headings are then no buttons. */

/**
 * A button in each heading of a table that sorts. Numbers go by their exact value, however long, everything else by its text; what has
 * no value stays last. Rows that a link leads to are opened, and the other rows of their table hidden until all are asked for; on paper
 * all are there.
 */
const SCRIPT = `'use strict';
const byText=new Intl.Collator('en',{numeric:true}).compare;
const digits=(value,places)=>{const [whole,rest='']=value.split('.');return BigInt(whole+rest.padEnd(places,'0'))};
const sort=(table,at,isNumber,down)=>{
const body=table.tBodies[0],rows=[...body.rows].map((row)=>{const cell=row.cells[at];return {row,value:isNumber?cell.dataset.v||'':cell.textContent.trim()}});
const places=isNumber?Math.max(0,...rows.map(({value})=>(value.split('.')[1]||'').length)):0;
for(const each of rows)if(isNumber&&each.value!=='')each.number=digits(each.value,places);
rows.sort((a,b)=>{if(a.value===''||b.value==='')return (a.value==='')-(b.value==='');
const way=isNumber?(a.number<b.number?-1:a.number>b.number?1:0):byText(a.value,b.value);return down?-way:way});
body.append(...rows.map(({row})=>row))};
for(const table of document.querySelectorAll('table[data-sorts]'))[...table.tHead.rows[0].cells].forEach((head,at,heads)=>{
const button=document.createElement('button');button.type='button';button.append(...head.childNodes);head.append(button);
button.addEventListener('click',()=>{const down=head.getAttribute('aria-sort')==='ascending';
for(const other of heads)other.removeAttribute('aria-sort');
head.setAttribute('aria-sort',down?'descending':'ascending');sort(table,at,head.classList.contains('number'),down)})});
const show=(table,only,words)=>{const box=table.closest('.scroll'),rows=[...table.tBodies[0].rows];
for(const row of rows){const marks=(row.dataset.marks||'').split(' ');row.hidden=!only.every((mark)=>marks.includes(mark))}
if(box.previousElementSibling&&box.previousElementSibling.matches('.only'))box.previousElementSibling.remove();
if(only.length===0)return;
const note=document.createElement('p'),all=document.createElement('button'),shown=rows.filter((row)=>!row.hidden).length;
note.className='only';note.setAttribute('role','status');all.type='button';all.textContent='Show all';all.addEventListener('click',()=>show(table,[],''));
note.append(words+': '+shown+' of '+rows.length+(rows.length===1?' row ':' rows '),all);box.before(note)};
const wordsOf=(link)=>{const cell=link.closest('td,th'),figure=link.closest('.figures div');
if(figure)return figure.querySelector('dt').textContent;if(!cell)return 'Shown';
return cell.parentNode.cells[0].textContent+', '+cell.closest('table').tHead.rows[0].cells[cell.cellIndex].textContent};
addEventListener('click',({target})=>{const link=target.closest('a[href^="#"]'),to=link&&document.getElementById(link.hash.slice(1));
if(!to||!to.matches('table'))return;
show(to,link.dataset.only?link.dataset.only.split(' '):[],wordsOf(link));const box=to.closest('details');if(box)box.open=true});
const open=()=>{const to=document.getElementById(decodeURIComponent(location.hash.slice(1)));const box=to&&to.closest('details');if(box&&!box.open){box.open=true;to.scrollIntoView()}};
addEventListener('hashchange',open);open();
addEventListener('beforeprint',()=>{for(const box of document.querySelectorAll('details:not([open])')){box.open=true;box.dataset.shut=''}});
addEventListener('afterprint',()=>{for(const box of document.querySelectorAll('details[data-shut]')){box.open=false;delete box.dataset.shut}});
`

/** The script as it stands in a page, and by what the policy of the page knows it. */
export function pageScript(): { html: string; source: string } {
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256').update(SCRIPT).digest('base64')
  return { html: `<script>${SCRIPT}</script>\n`, source: `'sha256-${hash}'` }
}
