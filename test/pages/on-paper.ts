import { getDocumentProxy } from 'unpdf'

/** The text of each sheet of a PDF without blanks, and whatever stands outside the sheet. */
export async function sheetsOf(pdf: Uint8Array): Promise<{ texts: string[]; outside: string[] }> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const texts: string[] = []
  const outside: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const sheet = await document.getPage(number)
    const [, , width = 0, height = 0] = sheet.view
    const { items } = await sheet.getTextContent()
    let text = ''
    for (const item of items) {
      if (!('str' in item)) continue
      text += item.str
      const [, , , , x = 0, y = 0] = item.transform as number[]
      if (item.str.trim() !== '' && (x < 0 || y < 0 || x + item.width > width + 1 || y > height)) outside.push(item.str)
    }
    texts.push(text.replace(/\s/g, ''))
  }
  return { texts, outside }
}
