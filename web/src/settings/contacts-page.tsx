import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Book } from '../contacts/book'
import { fingerprintIn, grouped, qrText, safetyNumber } from '../contacts/numbers'
import { accepted, brought, type Contact, forgotten, keptOf, type Pin, refused, verified } from '../contacts/pins'
import type { CertificateFacts } from '../openpgp/calls'
import type { OpenPgp } from '../openpgp/openpgp'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { lockWords, type LockWords } from '../text/lock'
import { useAsked } from '../ui/connection'
import { Loading, Missing } from '../ui/missing'
import type { OwnProps } from './asking'
import { Qr } from './qr'

const FILE_OCTETS_MAX = 256 * 1024

interface Props extends OwnProps { openPgp: () => Promise<OpenPgp>, book: () => Promise<Book> }
interface PartProps extends OwnProps { locked: LockWords, openPgp: OpenPgp, book: Book }

/** Whose certificates are used, and why: compared, forgotten, brought. They are in the vault. */
export function ContactsPage(props: Props) {
    const locked = lockWords(props.words)
    const there = useSignal<{ openPgp: OpenPgp, book: Book } | undefined>(undefined)
    const isLost = useSignal(false)
    const load = async () => {
        isLost.value = false
        try {
            const [openPgp, book] = await Promise.all([props.openPgp(), props.book()])
            await openPgp.ready()
            const isLoaded = await book.load()
            if (isLoaded || !openPgp.isAway.value) there.value = { openPgp, book }
        } catch { /* what shows it could not be loaded */ }
        isLost.value = there.value === undefined
    }
    useAsked(load, () => isLost.value)
    if (isLost.value) return <Missing words={props.words} again={load} />
    if (!there.value) return <Loading words={props.words} />
    return <><p>{locked.contacts.what}</p><Contacts {...props} {...there.value} locked={locked} /></>
}

function Contacts(props: PartProps) {
    const { book, locked, openPgp, pages } = props
    book.version.value
    if (!book.isLoaded || openPgp.state.value !== 'open') return <p role="note">{locked.contacts.locked}</p>
    const own = openPgp.keys.value.find(one => one.isCurrent)?.certificate
    const all = Object.entries(book.all.contacts).filter(([, { pin }]) => pin).sort(([a], [b]) => a.localeCompare(b))
    return <>
        {all.length === 0 && <p>{locked.contacts.none}</p>}
        <ul class="lines contacts">{all.map(([address, contact]) => <Line key={address} {...props} address={address} contact={contact} pin={contact.pin!} mine={own} />)}</ul>
        <Bring {...props} />
        {own && <details><summary>{locked.contacts.own}</summary><p><code>{grouped(own.fingerprint)}</code></p>
            <Qr pages={pages} text={qrText(own.fingerprint)} label={locked.contacts.own} /></details>}
    </>
}

function Line({ words, locked, book, address, contact, pin, mine, pages }: PartProps & { address: string, contact: Contact, pin: Pin, mine: CertificateFacts | undefined }) {
    const isComparing = useSignal(false)
    const own = locked.contacts
    const forget = () => { if (confirm(own.forgetSure(inert(address)))) void book.change(pins => forgotten(pins, address)) }
    return <li><div>
        <b>{inert(address)}</b> <span class="note">{pin.verifiedAt === undefined ? own.notVerified : `${own.verified}, ${longDate(new Date(pin.verifiedAt).toISOString(), words)}`}</span>
        <small class="note">{pin.source === 'gossip' ? locked.reasons.pinned : locked.reasons[pin.source]}</small>
        <small><code>{grouped(pin.fingerprint)}</code></small>
        {contact.offered && <p class="warning" role="note">{locked.reasons.changed} <code>{locked.newFingerprint(grouped(contact.offered.fingerprint))}</code>{' '}
            <button type="button" onClick={() => void book.change(pins => refused(pins, address))}>{locked.keep}</button>{' '}
            <button type="button" onClick={() => void book.change(pins => accepted(pins, address, Date.now()))}>{locked.change}</button></p>}
        {isComparing.value && mine && <Compare locked={locked} book={book} address={address} pin={pin} mine={{ address: pages.address, fingerprint: mine.fingerprint }}
            onDone={() => { isComparing.value = false }} />}
        {isComparing.value && !mine && <p role="note">{own.noOwn}</p>}
    </div>
    <button type="button" aria-expanded={isComparing.value} onClick={() => { isComparing.value = !isComparing.value }}>{own.compare}</button>
    <button type="button" onClick={forget}>{own.forget}</button></li>
}

interface CompareProps { locked: LockWords, book: Book, address: string, pin: Pin, mine: { address: string, fingerprint: string }, onDone: () => void }

/** Numbers that both sides see, or the other's fingerprint as his program shows it. */
function Compare({ locked, book, address, pin, mine, onDone }: CompareProps) {
    const own = locked.contacts
    const numbers = useSignal<string[]>([])
    const told = useSignal('')
    useEffect(() => void safetyNumber(mine, { address, fingerprint: pin.fingerprint }).then(made => { numbers.value = made }), [pin.fingerprint])
    const same = () => {
        void book.change(pins => verified(pins, address, pin.fingerprint, Date.now()))
        onDone()
    }
    const differ = () => {
        told.value = own.differ
        void book.change(pins => forgotten(pins, address))
    }
    const check = (text: string) => {
        const said = fingerprintIn(text)
        if (said === undefined) told.value = ''
        else if (said === pin.fingerprint) same()
        else told.value = own.scanWrong
    }
    return <div class="compare">
        <p>{own.numbers(inert(address))}</p>
        <p class="numbers">{numbers.value.map(one => <code>{one}</code>)}</p>
        <p class="row-of"><button type="button" onClick={same}>{own.same}</button> <button type="button" onClick={differ}>{own.notSame}</button></p>
        <label>{own.scan}<input type="text" autocomplete="off" spellcheck={false} maxLength={200} onInput={event => check(event.currentTarget.value)} /></label>
        <p role="status">{told.value}</p>
    </div>
}

/** A person brings it: it counts at once, for the addresses that are in it. */
function Bring({ locked, book, openPgp }: PartProps) {
    const own = locked.contacts
    const told = useSignal('')
    const bring = async (file: File) => {
        const octets = new Uint8Array(await file.slice(0, FILE_OCTETS_MAX).arrayBuffer())
        const text = new TextDecoder('latin1').decode(octets)
        const got = await openPgp.worker.call('certificateOf', text.includes('-----BEGIN PGP') ? text : octets)
        if (!got.ok || !got.value.encrypts || got.value.addresses.length === 0) return void (told.value = own.broken)
        await book.read(got.value.octets)
        const isKept = await book.change(pins => got.value.addresses.reduce((all, address) => {
            const fresh = keptOf(got.value, address, 'file', Date.now())
            return fresh ? brought(all, address, fresh) : all
        }, pins))
        told.value = isKept ? own.brought(got.value.addresses.map(inert).join(', ')) : own.broken
    }
    return <section><label>{own.bring}<input type="file" accept=".asc,.gpg,.pgp,.key,.txt" onChange={event => {
        const [file] = event.currentTarget.files ?? []
        event.currentTarget.value = ''
        if (file) void bring(file)
    }} /></label><p class="note">{own.bringHint}</p><p role="status">{told.value}</p></section>
}
