// Servers of others, on loopback, for a server of ours that asks them: their DNS, a host of the web that notes what it
// is asked, and who signs the mail of a domain.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:https'

const TYPES = { 1: 'A', 2: 'NS', 5: 'CNAME', 15: 'MX', 16: 'TXT' }
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg'
    + 'gg==', 'base64')

/**
 * DNS of these records, which may change while it answers: lines of a zone, `name. IN TYPE value`. Of all else there is
 * nothing. What was asked is in `asked`. RFC 1035 section 4.
 */
export function dnsAt(port, lines) {
    const socket = createSocket('udp4')
    socket.asked = []
    socket.on('message', (query, from) => {
        const { name, type, end } = questionOf(query)
        socket.asked.push(`${name} ${type}`)
        const there = lines.map(recordOf).filter(one => one.name === name)
        const found = there.filter(one => one.type === type).map(one => answerOf(query.subarray(end - 4, end), one))
        // section 4.1.1: it is who has the zone
        const code = there.length > 0 ? 0x80 : 0x83
        const head = Buffer.from([query[0], query[1], 0x85, code, 0, 1, 0, found.length, 0, 0, 0, 0])
        socket.send(Buffer.concat([head, query.subarray(12, end), ...found]), from.port, from.address)
    })
    return new Promise((resolve, reject) => socket.once('error', reject).bind(port, '127.0.0.1', () => resolve(socket)))
}

function questionOf(query) {
    const labels = []
    let at = 12
    for (; query[at] > 0; at += query[at] + 1)
        labels.push(query.toString('latin1', at + 1, at + 1 + query[at]).toLowerCase())
    return { name: labels.join('.'), type: TYPES[query.readUInt16BE(at + 1)], end: at + 5 }
}

function recordOf(line) {
    const [, name, type, value] = /^(\S+)\. IN ([A-Z]+) (.*)$/.exec(line)
    return { name: name.toLowerCase(), type, value }
}

/** Its name is that of the question, to which it points. */
function answerOf(typeAndClass, { type, value }) {
    const data = dataOf(type, value)
    const age = Buffer.from([0, 0, 0, 0, data.length >> 8, data.length & 255])
    return Buffer.concat([Buffer.from([0xc0, 12]), typeAndClass, age, data])
}

function dataOf(type, value) {
    if (type === 'A') return Buffer.from(value.split('.').map(Number))
    const texts = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => string(text.replace(/\\(.)/g, '$1')))
    if (type === 'TXT') return Buffer.concat(texts)
    const [preference, target] = type === 'MX' ? value.split(' ') : [undefined, value]
    const name = Buffer.concat([...target.replace(/\.$/, '').split('.').map(string), Buffer.from([0])])
    return preference === undefined ? name : Buffer.concat([Buffer.from([0, Number(preference)]), name])
}

function string(text) { return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]) }

/** Who has the zone: this machine. */
export function zoneOf(domain) { return [`${domain}. IN NS ns.${domain}.`, `ns.${domain}. IN A 127.0.0.1`] }

/** A host of the web that takes what it is sent and has one picture; `heard`: all that it was asked. */
export async function webHostAt(port, tls) {
    const heard = []
    const server = createServer(tls, async (request, answer) => {
        const pieces = []
        for await (const piece of request) pieces.push(piece)
        const { method, url, headers } = request
        heard.push({ method, url, headers, body: Buffer.concat(pieces).toString('latin1') })
        if (method === 'GET') answer.writeHead(200, { 'Content-Type': 'image/png' }).end(DOT)
        else answer.writeHead(202).end()
    })
    await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
    return { heard, close: () => { server.closeAllConnections(); server.close() } }
}

/**
 * Signs as a domain, all fields that are there: RFC 6376, RFC 8463. What is signed is what stands there (section
 * 3.4.1), so that nothing is reckoned here but hashes. `record`: its key, for DNS.
 */
export function signerOf(domain) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url').toString('base64')
    const sha256 = text => createHash('sha256').update(text).digest()
    const signed = text => {
        const whole = text.replace(/\r?\n/g, '\r\n')
        const [head, body] = [whole.slice(0, whole.indexOf('\r\n\r\n')), whole.slice(whole.indexOf('\r\n\r\n') + 4)]
        const names = head.split(/\r\n(?![ \t])/).map(one => one.slice(0, one.indexOf(':')))
        // section 3.4.3: empty lines at the end count for nothing
        const hash = sha256(body.replace(/(\r\n)*$/, '\r\n')).toString('base64')
        const field = `DKIM-Signature: v=1; a=ed25519-sha256; d=${domain}; s=s;\r\n`
            + ` h=${names.join(':')};\r\n bh=${hash};\r\n b=`
        return `${field}${sign(null, sha256(`${head}\r\n${field}`), privateKey).toString('base64')}\r\n${whole}`
    }
    return { signed, record: `s._domainkey.${domain}. IN TXT "v=DKIM1; k=ed25519; p=${key}"` }
}
