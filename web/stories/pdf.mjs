// PDFs as stories send them, made of a few objects. With a password: RC4 of 40 bits, ISO 32000-1 section 7.6.
import { createHash } from 'node:crypto'

const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')
const md5 = (...pieces) => createHash('md5').update(Buffer.concat(pieces)).digest()

function rc4(key, octets) {
    const state = Array.from({ length: 256 }, (_, i) => i)
    for (let i = 0, j = 0; i < 256; i++) {
        j = (j + state[i] + key[i % key.length]) & 255
        void ([state[i], state[j]] = [state[j], state[i]])
    }
    let [a, b] = [0, 0]
    return Buffer.from(octets.map(one => {
        a = (a + 1) & 255
        b = (b + state[a]) & 255
        void ([state[a], state[b]] = [state[b], state[a]])
        return one ^ state[(state[a] + state[b]) & 255]
    }))
}

/** What stands in the trailer, and what each stream becomes. */
function locked(password) {
    const padded = Buffer.concat([Buffer.from(password), PAD]).subarray(0, 32)
    const owner = rc4(md5(padded).subarray(0, 5), padded)
    const id = Buffer.alloc(16, 7)
    const key = md5(padded, owner, Buffer.from([0xfc, 0xff, 0xff, 0xff]), id).subarray(0, 5)
    const dictionary = `/Encrypt<</Filter/Standard/V 1/R 2/O<${owner.toString('hex')}>/U<${rc4(key, PAD).toString('hex')}>/P -4>>/ID[<${id.toString('hex')}><${id.toString('hex')}>]`
    return { dictionary, sealed: (number, octets) => rc4(md5(key, Buffer.from([number, 0, 0, 0, 0])).subarray(0, 10), octets) }
}

/**
 * `pages`: what each says; of one that begins with %, what it draws. `link`: an address that the first of them leads
 * to. `script`: what runs when it is opened, where anything does. `box`: what a page measures. `count`: how many it says to have.
 */
export function pdfOf(pages, { link, script, password, box = '0 0 595 842', count = pages.length } = {}) {
    const lock = password === undefined ? { dictionary: '', sealed: (_, octets) => octets } : locked(password)
    const objects = []
    const add = (number, text) => { objects[number] = Buffer.from(`${number} 0 obj\n${text}\nendobj\n`, 'latin1') }
    add(1, `<</Type/Catalog/Pages 2 0 R${script ? `/OpenAction<</S/JavaScript/JS(${script})>>` : ''}>>`)
    add(2, `<</Type/Pages/Kids[${pages.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')}]/Count ${count}>>`)
    add(3, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
    pages.forEach((says, i) => {
        const note = link && i === 0 ? `/Annots[<</Type/Annot/Subtype/Link/Rect[60 700 300 740]/Border[0 0 0]/A<</S/URI/URI(${link})>>>>]` : ''
        add(4 + 2 * i, `<</Type/Page/Parent 2 0 R/MediaBox[${box}]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * i} 0 R${note}>>`)
        const draws = Buffer.from(says.startsWith('%') ? says : `BT /F 28 Tf 60 710 Td (${says}) Tj ET 0.2 0.4 0.8 rg 60 560 300 100 re f`, 'latin1')
        const octets = lock.sealed(5 + 2 * i, draws)
        objects[5 + 2 * i] = Buffer.concat([Buffer.from(`${5 + 2 * i} 0 obj\n<</Length ${octets.length}>>\nstream\n`), octets, Buffer.from('\nendstream\nendobj\n')])
    })
    const all = [Buffer.from('%PDF-1.4\n'), ...objects.slice(1)]
    const places = objects.slice(1).map((_, i) => all.slice(0, i + 1).reduce((sum, one) => sum + one.length, 0))
    const table = `xref\n0 ${objects.length}\n0000000000 65535 f \n${places.map(one => `${String(one).padStart(10, '0')} 00000 n \n`).join('')}`
    const end = all.reduce((sum, one) => sum + one.length, 0)
    return Buffer.concat([...all, Buffer.from(`${table}trailer\n<</Size ${objects.length}/Root 1 0 R${lock.dictionary}>>\nstartxref\n${end}\n%%EOF\n`)])
}
