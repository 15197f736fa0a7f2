// What stories need of a running demo beside the browser: its facts, mail that comes, a kit that is confirmed, and
// IMAP,
// by which it is seen what the webmail has really done.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'

/** Of `sigillo demo --data FOLDER`. */
export function demoIn(folder) {
    const { host, hostname, ca, ports, accounts } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'))
    const people = accounts.map(one => ({ address: addressOf(one.address), password: one.password }))
    return { host, hostname, ca: readFileSync(ca), ports, ...people[0], newcomer: people[1], origin: `https://localhost:${ports.https}` }
}

function addressOf(said) { return typeof said === 'string' ? said : `${said.localPart}@${said.domain.name ?? said.domain}` }

/** A conversation of lines; `until` says which line ends an answer. */
class Lines {
    constructor(socket) {
        this.socket = socket
        this.text = ''
        this.waiting = undefined
        socket.setEncoding('latin1')
        socket.on('data', piece => {
            this.text += piece
            this.look()
        })
        socket.on('error', error => this.waiting?.reject(error))
        socket.on('close', () => this.waiting?.reject(new Error(`closed after: ${this.text}`)))
    }

    look() {
        const found = this.waiting?.until.exec(this.text)
        if (!found) return
        const end = found.index + found[0].length
        const { resolve } = this.waiting
        this.waiting = undefined
        const answer = this.text.slice(0, end)
        this.text = this.text.slice(end)
        resolve(answer)
    }

    say(line, until) {
        if (line !== undefined) this.socket.write(line)
        return new Promise((resolve, reject) => {
            this.waiting = { until, resolve, reject }
            this.look()
        })
    }
}

/** Mails as another server of ours brings them, by LMTP; `hello`: EHLO is by SMTP, as strangers bring them. */
export async function deliver(demo, mails, hello = 'LHLO') {
    const lmtp = new Lines(connect(hello === 'LHLO' ? demo.ports.lmtp : demo.ports.smtp, demo.host))
    const done = code => new RegExp(`^${code}[ ].*\\r\\n`, 'm')
    await lmtp.say(undefined, done(220))
    await lmtp.say(`${hello} stories.test\r\n`, done(250))
    for (const mail of mails) {
        // RFC 2920: together
        await lmtp.say(`MAIL FROM:<${mail.from}>\r\nRCPT TO:<${mail.to ?? demo.address}>\r\nDATA\r\n`, done(354))
        await lmtp.say(`${mail.text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.\r\n`, done(250))
    }
    lmtp.socket.end('QUIT\r\n')
}

/** A mail of the account, as its program sends it. RFC 8314, RFC 4954. */
export async function submit(demo, to, text) {
    const smtp = new Lines(connectTls({ port: demo.ports.submissions, host: demo.host, servername: demo.hostname,
        ca: demo.ca }))
    const done = code => new RegExp(`^${code}[ ].*\\r\\n`, 'm')
    await smtp.say(undefined, done(220))
    await smtp.say('EHLO stories.test\r\n', done(250))
    await smtp.say(`AUTH PLAIN ${Buffer.from(`\0${demo.address}\0${demo.password}`).toString('base64')}\r\n`, done(235))
    for (const [line, code] of [[`MAIL FROM:<${demo.address}>`, 250], [`RCPT TO:<${to}>`, 250], ['DATA', 354]]) await smtp.say(`${line}\r\n`, done(code))
    await smtp.say(`${text}.\r\n`, done(250))
    smtp.socket.end('QUIT\r\n')
}

/** What LMTP says to a recipient. */
export async function recipientReply(demo, from, to) {
    const lmtp = new Lines(connect(demo.ports.lmtp, demo.host))
    const done = /^\d{3}[ ].*\r\n/m
    for (const line of [undefined, 'LHLO stories.test\r\n', `MAIL FROM:<${from}>\r\n`]) await lmtp.say(line, done)
    const reply = await lmtp.say(`RCPT TO:<${to}>\r\n`, done)
    lmtp.socket.end('QUIT\r\n')
    return reply
}

/** Of a mailbox that are looked at. */
const NEWEST = 400

/** One who looks by IMAP over TLS. */
export class Imap {
    static async open(demo) {
        const imap = new Imap()
        imap.lines = new Lines(connectTls({ port: demo.ports.imaps, host: demo.host, servername: demo.hostname,
            ca: demo.ca }))
        imap.tag = 0
        await imap.lines.say(undefined, /^\* OK.*\r\n/m)
        await imap.ask(`LOGIN "${demo.address}" "${demo.password}"`).catch(error => {
            // who is not let in does not stay: a script would live until the server is tired of waiting
            imap.close()
            throw error
        })
        return imap
    }

    async ask(command) {
        const tag = `a${++this.tag}`
        const answer = await this.lines.say(`${tag} ${command}\r\n`, new RegExp(`^${tag} .*\\r\\n`, 'm'))
        if (!answer.includes(`${tag} OK`)) throw new Error(`${command.slice(0, 80)}: ${answer}`)
        return answer
    }

    /**
     * Those of a mailbox that have this subject, among the newest: as `{ subject, flags }`. What stories do comes
     * after all that was there. A mailbox that is not there yet has none.
     */
    async found(mailbox, subject) {
        const none = error => {
            if (/ (NO|BAD) /.test(error.message)) return ''
            throw error
        }
        const there = Number(/\* (\d+) EXISTS/.exec(await this.ask(`EXAMINE "${mailbox}"`).catch(none))?.[1] ?? 0)
        const answer = there === 0 ? '' : await this.ask(`FETCH ${Math.max(1, there - NEWEST + 1)}:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])`).catch(none)
        return [...answer.matchAll(/\* \d+ FETCH \(.*?FLAGS \(([^)]*)\).*?\r\nSubject: (.*?)\r\n/gs)].map(([, flags, found]) => ({ flags: flags.split(' '), subject: found }))
            .filter(one => one.subject === subject)
    }

    /** How many of a mailbox a search finds. RFC 3501 section 6.4.4. */
    async count(mailbox, criteria) {
        await this.ask(`EXAMINE "${mailbox}"`)
        const [, numbers] = /\* SEARCH([ 0-9]*)/.exec(await this.ask(`SEARCH ${criteria}`)) ?? []
        return (numbers ?? '').trim().split(' ').filter(Boolean).length
    }

    /** Those that a search finds get these flags. */
    async mark(mailbox, criteria, flags) {
        await this.ask(`SELECT "${mailbox}"`)
        const [, numbers] = /\* SEARCH([ 0-9]*)/.exec(await this.ask(`SEARCH ${criteria}`)) ?? []
        const set = (numbers ?? '').trim().replaceAll(' ', ',')
        if (set !== '') await this.ask(`STORE ${set} +FLAGS.SILENT (${flags})`)
    }

    /** Those that a search finds are gone for good. */
    async remove(mailbox, criteria) {
        await this.mark(mailbox, criteria, '\\Deleted')
        await this.ask('EXPUNGE')
    }

    /** The newest message of a mailbox that a search finds, whole; empty where none is. */
    async whole(mailbox, criteria) {
        await this.ask(`EXAMINE "${mailbox}"`)
        const [, numbers] = /\* SEARCH([ 0-9]*)/.exec(await this.ask(`SEARCH ${criteria}`)) ?? []
        const last = (numbers ?? '').trim().split(' ').at(-1)
        return last ? this.ask(`FETCH ${last} (FLAGS BODY.PEEK[])`) : ''
    }

    close() { this.lines.socket.end() }
}

const AT_ONCE = 100

/** So that so many messages lie in the inbox: older ones than all others. Gives how many there are. */
export async function fill(demo, messages) {
    const imap = await Imap.open(demo)
    const there = Number(/MESSAGES (\d+)/.exec(await imap.ask('STATUS INBOX (MESSAGES)'))[1])
    for (let n = there; n < messages; n += AT_ONCE) {
        const some = Array.from({ length: Math.min(AT_ONCE, messages - n) }, (_, i) => filling(demo, n + i))
        // RFC 3502: many are one commit
        await imap.ask(`APPEND INBOX ${some.map(text => `"01-Nov-2026 08:00:00 +0000" {${text.length}+}\r\n${text}`).join(' ')}`)
    }
    imap.close()
    return Math.max(there, messages)
}

function filling(demo, n) {
    return [`From: Writer ${n % 97} <writer${n % 97}@elsewhere.test>`, `To: ${demo.address}`, `Subject: Message ${n} about thing ${n % 1009}`,
        `Message-ID: <m${n}.${process.pid}@elsewhere.test>`, 'Date: Sun, 01 Nov 2026 08:00:00 +0000', '', `Text of message ${n}.`, ''].join('\r\n')
}

/** Asks the JSON interface, as a program. `session`: what `signIn` gave. */
export function ask(demo, method, path, body, session) {
    const headers = { 'Content-Type': 'application/json' }
    if (session) Object.assign(headers, { Cookie: session.cookie, 'Sigillo-Token': session.token })
    return new Promise((resolve, reject) => {
        const asked = request(`${demo.origin}${path}`, { method, headers, ca: demo.ca, servername: demo.hostname, checkServerIdentity: () => undefined }, async answer => {
            const pieces = []
            for await (const piece of answer) pieces.push(piece)
            const text = Buffer.concat(pieces).toString()
            resolve({ status: answer.statusCode, cookie: answer.headers['set-cookie']?.[0]?.split(';')[0],
                json: text.startsWith('{') ? JSON.parse(text) : undefined, text })
        })
        asked.on('error', reject)
        asked.end(body === undefined ? undefined : JSON.stringify(body))
    })
}

/** As another program of the account asks by JMAP; the answers' arguments, in order. RFC 8620 section 3.3. */
export async function jmap(demo, session, ...calls) {
    const { json: { accounts } } = await ask(demo, 'GET', '/jmap/session', undefined, session)
    const accountId = Object.keys(accounts)[0]
    const using = ['core', 'mail', 'submission', 'vacationresponse', 'sieve', 'blob'].map(one => `urn:ietf:params:jmap:${one}`)
    const { json } = await ask(demo, 'POST', '/jmap/api', { using: [...using, 'urn:sigillo:jmap:later'], methodCalls: calls.map(([name, args], i) => [name, { accountId, ...args }, String(i)]) }, session)
    return json.methodResponses.map(([, answer]) => answer)
}

/** The operator's socket of a demo, as the command line asks: a request a line, an answer a line. */
export function operatorOf(folder) {
    return (what, with_ = {}) => new Promise((resolve, reject) => {
        const socket = connect(join(folder, 'run', 'operator.sock'))
        let text = ''
        socket.setEncoding('utf8')
        socket.on('error', reject)
        socket.on('data', piece => {
            text += piece
            if (!text.endsWith('\n')) return
            socket.end()
            const { done, failed } = JSON.parse(text)
            if (failed === undefined) resolve(done)
            else reject(new Error(`${what}: ${failed}`))
        })
        socket.write(`${JSON.stringify({ ask: what, with: with_ })}\n`)
    })
}

/** How long what is sent can be taken back. In seconds. */
export async function undoFor(demo, session, seconds) { await jmap(demo, session, ['UndoSend/set', { update: { singleton: { seconds } } }]) }

/** The demo as this one of its people has it. */
export function personIn(folder, local) {
    const { accounts } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'))
    const { address, password } = accounts.find(one => addressOf(one.address).startsWith(`${local}@`))
    return { ...demoIn(folder), address: addressOf(address), password }
}

/** Whose mailbox has all that leaves the demo. */
export function catcherIn(folder) { return personIn(folder, 'outside') }

/** Quoted-printable and soft line ends do not matter to who looks for words. */
export function decoded(text) { return text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))) }

/** RFC 6238, of a secret in base 32. */
export function totp(secret, now = Date.now()) {
    const bits = [...secret.replace(/[^A-Z2-7]/g, '')].map(sign => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('')
    const key = Buffer.from(bits.match(/.{8}/g).map(octet => parseInt(octet, 2)))
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
    const mac = createHmac('sha1', key).update(counter).digest()
    const from = mac[19] & 15
    return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** As a program does; a kit that is still to be confirmed is made anew and shown. */
export async function signIn(demo) {
    const signed = await ask(demo, 'POST', '/api/sign-in', { address: demo.address, password: demo.password })
    if (signed.status !== 200) throw new Error(`signing in: ${signed.status} ${signed.text}`)
    const session = { cookie: signed.cookie, token: signed.json.token }
    if (signed.json.kitToConfirm) {
        const made = await ask(demo, 'POST', '/api/kit', { password: demo.password }, session)
        await ask(demo, 'POST', '/api/kit/confirm', { code: made.json.code }, session)
    }
    return session
}
