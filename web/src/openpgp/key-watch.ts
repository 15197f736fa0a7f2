import { signal } from '@preact/signals-core'
import { type AskLog, type Entry, type Head, isWithdrawal, type LogTrouble, merged, nameOf, type Read, readLog,
    type Remembered } from './key-log'
import { hex, sha256 } from './merkle'
import { ofBase64, type Octets } from './octets'
import type { OpenPgp } from './openpgp'

/** What its owner must hear. `evidence`: for who is shown it, as JSON. */
export interface Alarm {
    why: Exclude<LogTrouble, 'offline'>
        /** For an address of one's own there was, or is, a certificate that is none of one's own. */
        | 'foreign'
        /** What is served for it is not what the log says. */
        | 'notLogged'
    address?: string
    /** In milliseconds. */
    at?: number
    evidence: unknown
}

interface Served { address: string, name: string, hash: string, isOwn: boolean }
interface Looked { read: Read, served: Served[], names: Map<string, string> }

export const LOG_BLOB = 'keylog.head'
const ADDRESSES_MAX = 20
/** Another browser may be publishing at that moment, and once more. */
const LOOKS_MAX = 3
/** As many as a server keeps. */
const SHOWN_MAX = 100

/**
 * Holds the server to what it has shown before, and to the certificate that its owner has published: docs/keys.md.
 * One of an account.
 */
export class KeyWatch {
    readonly alarm = signal<Alarm | undefined>(undefined)
    private looking: Promise<void> = Promise.resolve()
    private answers: unknown[] = []

    constructor(private readonly openPgp: OpenPgp) {}

    /** One after the other. Nothing is said where the server does not answer. */
    look(): Promise<void> { return this.looking = this.looking.then(() => this.lookOnce(LOOKS_MAX)).catch(() =>
        undefined) }

    /** Its owner says that it was he, or that he knows why: it is remembered as it is now. */
    async believe(): Promise<boolean> {
        this.answers = []
        const looked = await this.see(undefined)
        if (!looked) return false
        const fresh = remembered(undefined, looked, [...looked.served.map(one => one.hash),
            ...looked.read.own.map(one => one.certificate)])
        const kept = await this.openPgp.vault.update<Remembered>(LOG_BLOB, () => fresh)
        if (kept.ok) this.alarm.value = undefined
        return kept.ok
    }

    private async lookOnce(looks: number): Promise<void> {
        if (await this.openPgp.ready() !== 'open') return
        this.answers = []
        const got = await this.openPgp.vault.read<Remembered>(LOG_BLOB)
        if (!got.ok && got.error !== 'none') return
        const before = got.ok ? got.value : undefined
        const looked = await this.see(before?.head)
        if (!looked) return
        // where keys were watched over and are hidden now, nothing can be told, and nothing is taken as one's own
        if (before && this.openPgp.keys.value.length === 0) return
        const known = [...before?.known ?? looked.read.own.map(one => one.certificate),
            ...looked.served.filter(one => one.isOwn).map(one => one.hash)]
        const shown = await this.ownAmong(looked.read.own, known)
        if (!shown) return
        const now = remembered(before, looked, [...known, ...shown])
        const alarm = alarmOf(looked, now)
        // another browser of the same person may be publishing at this moment
        if (alarm && looks > 1) return this.lookOnce(looks - 1)
        if (alarm) this.alarm.value = { ...alarm, evidence: { before, answers: this.answers } }
        else await this.openPgp.vault.update<Remembered>(LOG_BLOB, there => merged(there, now))
    }

    /** Undefined where the server does not answer; an alarm of its own where the log is another one. */
    private async see(before: Head | undefined): Promise<Looked | undefined> {
        const addresses = await this.addresses()
        const takesAll = !before && this.openPgp.keys.value.length === 0
        const names = new Map<string, string>()
        for (const one of addresses) names.set(await nameOf(one), one)
        const read = await readLog(this.asking, before, [...names.keys()])
        if (!read.ok) {
            if (read.error !== 'offline') this.alarm.value = { why: read.error, evidence: { before,
                answers: this.answers } }
            return undefined
        }
        const served = (await Promise.all([...names].map(([name, address]) => this.served(name, address,
            takesAll)))).flat()
        return { read: read.value, served, names }
    }

    /**
     * Of entries that no browser of the owner's has noted yet, since its page was closed or another browser published
     * twice meanwhile: the server shows what they are the hash of, and what is of a key in the vault is his. Undefined
     * where it does not answer.
     */
    private async ownAmong(entries: readonly Entry[], known: readonly string[]): Promise<string[] | undefined> {
        const own: string[] = []
        const unknown = new Set(entries.filter(one => !isWithdrawal(one)).map(one => one.certificate).filter(one =>
            !known.includes(one)))
        for (const hash of [...unknown].slice(-SHOWN_MAX)) {
            const answer = await this.asking(`/api/openpgp/served?hash=${hash}`)
            if (!answer || answer.status >= 500 || [401, 403, 429].includes(answer.status)) return undefined
            const { certificate } = (answer.json ?? {}) as { certificate?: unknown }
            if (answer.status === 200 && typeof certificate === 'string' && await this.isShownOwn(certificate,
                hash)) own.push(hash)
        }
        return own
    }

    private async isShownOwn(certificate: string, hash: string): Promise<boolean> {
        try {
            const octets = ofBase64(certificate)
            return hex(await sha256(octets)) === hash && await this.isOwn(octets)
        } catch {
            return false // no base64
        }
    }

    /** Those that one's own keys name, and that of the account. */
    private async addresses(): Promise<string[]> {
        await this.openPgp.keysAgain()
        const named = this.openPgp.keys.value.flatMap(one => one.certificate.userIds).map(one =>
            /<([^<>]+)>$/.exec(one)?.[1] ?? one)
        return [...new Set([this.openPgp.address, ...named].map(one => one.toLowerCase()))].filter(one =>
            one.includes('@')).slice(0, ADDRESSES_MAX)
    }

    private readonly asking: AskLog = async path => {
        const answer = await this.openPgp.get(path)
        this.answers.push({ path, ...answer })
        return answer
    }

    /** `takesAll`: who has no keys and has never looked takes what is there. */
    private async served(name: string, address: string, takesAll: boolean): Promise<Served[]> {
        const answer = await this.asking(`/api/openpgp/certificates?address=${encodeURIComponent(address)}`)
        const { certificates = [] } = (answer?.json ?? {}) as { certificates?: { source?: string,
            certificate?: string }[] }
        const here = certificates.filter(one => one.source === 'here' && typeof one.certificate === 'string')
        return Promise.all(here.map(async one => {
            const octets = ofBase64(one.certificate!)
            return { address, name, hash: hex(await sha256(octets)), isOwn: takesAll
                || await this.isOwn(octets) }
        }))
    }

    /** By its fingerprint: whatever else is in it only the owner of the primary key can have put there. */
    private async isOwn(octets: Octets): Promise<boolean> {
        const keys = this.openPgp.keys.value
        const facts = await this.openPgp.worker.call('certificateOf', octets)
        return facts.ok && keys.some(one => one.certificate.fingerprint === facts.value.fingerprint)
    }
}

function remembered(before: Remembered | undefined, { read }: Looked, known: string[]): Remembered {
    const last = { ...before?.last }
    for (const one of read.own) last[one.address] = one
    return { v: 1, head: read.now, known: [...new Set(known)], last }
}

function alarmOf({ read, served, names }: Looked, { known, last }: Remembered): Omit<Alarm, 'evidence'> | undefined {
    const foreign = read.own.find(one => !isWithdrawal(one) && !known.includes(one.certificate))
    if (foreign) return { why: 'foreign', address: names.get(foreign.address)!, at: foreign.at * 1000 }
    const strange = served.find(one => !one.isOwn && !known.includes(one.hash))
    if (strange) return { why: 'foreign', address: strange.address, ...atOf(last[strange.name], strange) }
    const unlogged = served.find(one => read.isWhole && last[one.name]?.certificate !== one.hash)
    return unlogged && { why: 'notLogged', address: unlogged.address }
}

function atOf(entry: Entry | undefined, { hash }: Served): { at?: number } { return entry?.certificate === hash ?
    { at: entry.at * 1000 } : {} }
