import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { leaving } from '../html/leaving'
import type { Identity } from '../jmap/types'
import { formatAddress, inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { sizeText } from '../text/sizes'
import { leaveField } from '../ui/fields'
import { giveBack } from '../ui/focus'
import { Icon, IconButton } from '../ui/icons'
import { later } from '../ui/later'
import { Menu } from '../ui/menu'
import { cutQuote } from '../text/quoting'
import { AddressField } from './address-field'
import { type Doubt, doubts } from './checks'
import type { Composer, SendFailure, Sent } from './composer'
import { type Attached, type Draft, going, isShown } from './draft'
import type { SecureTrouble } from './secure-sending'
import type { Security } from './security'
import type { EditorHandle } from './editor'
import { laterTimes } from '../text/later-times'
import { lockWords, type LockWords } from '../text/lock'
import { LockButton, LockPanel } from './lock-panel'
import type { People } from './people'
import { filesOctetsMax, recipientsMax } from './size'
import { resigned, signatureHtml, withForm } from './start'

const Editor = later(() => import('./editor').then(one => one.Editor))

export interface PanelProps {
    words: Messages
    composer: Composer
    people: People
    pictureOf: (cid: string) => Promise<Blob | undefined>
    onSent: (sent: Sent) => void
    /** There is no connection: it goes later. */
    onKept: () => void
    onDiscard: () => void
    onClose: () => void
    /** There are others now. */
    onIdentities: () => void
}

/** Where a message is written. It stands beside what is read, so that one can look something up. */
export function ComposePanel(props: PanelProps) {
    const { words, composer, people, onClose, onDiscard } = props
    const draft = composer.draft.value
    const hasMore = useSignal(draft.cc.length + draft.bcc.length > 0)
    const asked = useSignal<Doubt[] | undefined>(undefined)
    const wrong = useSignal('')
    const isSending = useSignal(false)
    const isDropping = useSignal(false)
    const editor = useRef<EditorHandle | undefined>(undefined)
    const pictures = useRef(new Map<string, Blob>())
    const panel = useRef<HTMLElement>(null)
    const sendAt = useRef<Date | undefined>(undefined)
    const hasLock = useSignal(false)
    const { security } = composer
    const locked = lockWords(words)
    // before a field of this takes it
    const before = useRef(document.activeElement)
    useEffect(() => () => {
        const now = document.activeElement
        if (now === null || now === document.body || panel.current?.contains(now) !== false) giveBack(before.current)
    }, [])
    const send = async (at?: Date, isSure = false) => {
        sendAt.current = at
        leaveField()
        const now = composer.draft.value
        wrong.value = now.to.length + now.cc.length + now.bcc.length === 0 ? words.compose.noRecipient : ''
        if (panel.current!.querySelector('[aria-invalid=true]')) wrong.value = words.compose.wrongRecipient
        const [count, most] = [new Set([...now.to, ...now.cc, ...now.bcc].map(one => one.email.toLowerCase())).size, recipientsMax(composer.client)]
        // said while one can change it: the server would refuse all of it
        if (most !== undefined && count > most) wrong.value = [words.compose.tooMany(count, most), ...isCut(now) ? [words.compose.listCut] : []].join(' ')
        if (at && at.getTime() <= Date.now()) wrong.value = words.compose.past
        // before doubts: nobody is to say "send anyway" to what is not sent
        else if (wrong.value === '' && composer.missing.length > 0) {
            wrong.value = words.compose.failures.missing(composer.missing.map(inert))
        }
        if (wrong.value !== '' || isSending.value) return
        isSending.value = true
        // only now others are asked for certificates: it says to whom one writes
        await security?.lookUp()
        isSending.value = false
        if (security?.missing) {
            wrong.value = locked.missing[security.missing]
            hasLock.value = true
            return
        }
        const all = isSure ? [] : [...doubts(now, cutQuote(now.text).own, people.known, composer.identities), ...ofLock(security, locked)]
        asked.value = all.length > 0 ? all : undefined
        if (all.length > 0) return
        isSending.value = true
        const sent = await composer.send(at)
        isSending.value = false
        if (sent.ok) props.onSent(sent.value)
        else if (sent.error.kind === 'kept') props.onKept()
        else if (sent.error.kind === 'elsewhere') wrong.value = ''
        else wrong.value = sent.error.kind === 'secure' ? secureText(sent.error.trouble, words, locked) : failureText(sent.error, words, composer)
    }
    const attach = (files: readonly File[]) => {
        for (const file of files) {
            const isShown = composer.draft.value.html !== undefined && /^image\/(png|gif|jpeg|webp)$/.test(file.type) && editor.current !== undefined
            const cid = isShown ? `${crypto.getRandomValues(new Uint32Array(3)).join('')}@inline` : undefined
            void composer.attach(file, file.name || words.reading.unnamed, cid)
            if (cid === undefined) continue
            pictures.current.set(cid, file)
            editor.current!.insertImage(file, cid)
        }
    }
    const close = async () => {
        leaveField()
        if (await composer.close()) onClose()
        else if (composer.elsewhere.value !== undefined) wrong.value = ''
        else if (composer.isUploading) wrong.value = words.compose.failures.uploading
        else wrong.value = composer.state.value === 'tooLarge' ? tooLargeText(words, composer) : words.compose.notSaved
    }
    const onKeyDown = (event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            void send()
        } else if (event.key === 'Escape') void close()
    }
    return <section class={`compose ${isDropping.value ? 'dropping' : ''}`} role="dialog" aria-label={words.compose.title} ref={panel} onKeyDown={onKeyDown}
        onDragOver={event => { if (event.dataTransfer?.types.includes('Files')) { event.preventDefault(); isDropping.value = true } }}
        onDragLeave={() => { isDropping.value = false }}
        onDrop={event => {
            isDropping.value = false
            if (!event.dataTransfer?.files.length) return
            event.preventDefault()
            attach([...event.dataTransfer.files])
        }}>
        <header><h2>{words.compose.title}</h2><span class="state" role="status">{words.compose.states[composer.state.value]}</span>
            <IconButton path="close" name={words.compose.close} onClick={() => void close()} /></header>
        <div class="fields">
            <From words={words} composer={composer} sign={html => editor.current?.sign(html)} onIdentities={props.onIdentities} />
            <div class="to">
                <AddressField words={words} label={words.reading.to} people={people} value={draft.to}
                    onChange={to => composer.change({ to })} hasFocus={draft.to.length === 0} />
                {!hasMore.value && <button type="button" class="plain more"
                    onClick={() => { hasMore.value = true }}>{words.compose.ccBcc}</button>}
            </div>
            {hasMore.value && <>
                <AddressField words={words} label={words.reading.cc} people={people} value={draft.cc} onChange={cc => composer.change({ cc })} />
                <AddressField words={words} label={words.reading.bcc} people={people} value={draft.bcc} onChange={bcc => composer.change({ bcc })} />
            </>}
            <label class="subject"><span>{words.compose.subject}</span><input type="text" value={draft.subject}
                onInput={event => composer.change({ subject: event.currentTarget.value })} /></label>
        </div>
        <Body {...props} onAttach={attach} onKeyDown={onKeyDown} pictures={pictures.current} onHandle={handle => { editor.current = handle }} hasFocus={draft.to.length > 0} />
        <Files words={words} composer={composer} />
        {security && hasLock.value && <LockPanel words={locked} security={security} />}
        {asked.value && <div class="doubts" role="alertdialog" aria-label={words.compose.sure}>
            <ul>{asked.value.map(one => <li>{doubtText(one, words)}</li>)}</ul>
            <button type="button" class="main" ref={one => one?.focus()} onClick={() => { asked.value = undefined; void send(sendAt.current, true) }}>{words.compose.sendAnyway}</button>
            <button type="button" onClick={() => { asked.value = undefined }}>{words.compose.backToWriting}</button>
        </div>}
        <ElsewhereNote words={words} composer={composer} />
        <div class="wrong" role="alert">{wrong.value}</div>
        <footer>
            <button type="button" class="main" disabled={isSending.value} title="Ctrl+Enter" onClick={() => void send()}>{words.compose.send}</button>
            <Later words={words} onChoose={at => void send(at)} />
            <label class="icon-button attach" title={words.compose.attach}><Icon path="clip" name={words.compose.attach} />
                <input type="file" multiple onChange={event => { attach([...event.currentTarget.files ?? []]); event.currentTarget.value = '' }} /></label>
            <button type="button" class="plain" aria-pressed={draft.html !== undefined} onClick={() => turn(composer, words)}>{words.compose.formatting}</button>
            <label class="receipt"><input type="checkbox" checked={draft.wantsReceipt ?? false}
                onChange={event => composer.change({ wantsReceipt: event.currentTarget.checked })} /> {words.compose.receipt}</label>
            {security && <LockButton words={locked} security={security} isOpen={hasLock.value} onClick={() => { hasLock.value = !hasLock.value }} />}
            <IconButton path="trash" name={words.compose.discard} onClick={onDiscard} />
        </footer>
    </section>
}

/** What another window has done with it. */
function ElsewhereNote({ words, composer }: { words: Messages, composer: Composer }) {
    const { value } = composer.elsewhere
    if (value === undefined) return null
    const said = words.compose.elsewhere
    return <div class="doubts" role="alert">
        <p>{said[value]}</p>
        {value === 'sent' ? <button type="button" onClick={() => composer.keepAsNew()}>{said.keep}</button>
            : <button type="button" onClick={() => { composer.elsewhere.value = undefined }}>{said.seen}</button>}
    </div>
}

/** Of what is answered the server reads so much of a field, and a little less is one of which it may not have read all. */
const FIELD_CHARACTERS_MAX = 28_000

function isCut({ about, to, cc }: Draft): boolean {
    return about?.how === 'answered' && [to, cc].some(all => all.map(formatAddress).join(', ').length > FIELD_CHARACTERS_MAX)
}

/** Between plain text and text with a form. What has a form loses it. */
function turn(composer: Composer, words: Messages): void {
    const { html, text, attachments } = composer.draft.value
    if (html === undefined) return composer.change({ html: leaving(withForm(text, composer.identity)) })
    if (!confirm(words.compose.loseForm)) return
    const { html: _, ...plain } = composer.draft.value
    composer.plain({ ...plain, attachments: attachments.filter(one => !one.wasShown), text })
}

/** No identity is called so. */
const FRESH = '+'

function From({ words, composer, sign, onIdentities }: { words: Messages, composer: Composer, sign: (html: string) => void, onIdentities: () => void }) {
    const { identities } = composer
    const isBusy = useSignal(false)
    const choose = (next: Identity) => {
        const before = composer.identity
        composer.change({ identityId: next.id, ...composer.draft.value.html === undefined && { text: resigned(composer.draft.value.text, before, next) } })
        if (composer.draft.value.html !== undefined) sign(signatureHtml(next))
    }
    const fresh = async () => {
        isBusy.value = true
        const made = await (await import('./fresh-address')).freshAddress(composer)
        isBusy.value = false
        if (!made) return false
        onIdentities()
        choose(made)
        return true
    }
    return <label class="from"><span>{words.reading.from}</span><select value={composer.identity.id} disabled={isBusy.value} onChange={event => {
        const select = event.currentTarget
        if (select.value !== FRESH) return choose(identities.find(one => one.id === select.value)!)
        void fresh().then(isMade => { if (!isMade) select.value = composer.identity.id })
    }}>{identities.map(one => <option value={one.id}>{inert(one.name ? `${one.name} <${one.email}>` : one.email)}</option>)}
        <option value={FRESH}>{words.compose.freshAddress}</option></select></label>
}

function Body(props: PanelProps & { onAttach: (files: readonly File[]) => void, onKeyDown: (event: KeyboardEvent) => void,
    onHandle: (handle: EditorHandle) => void, pictures: Map<string, Blob>, hasFocus: boolean }) {
    const { words, composer, pictureOf, pictures, hasFocus } = props
    const area = useRef<HTMLTextAreaElement>(null)
    const { html, text } = composer.draft.value
    useEffect(() => {
        if (!area.current) return
        // above the signature, and above what is quoted
        area.current.setSelectionRange(0, 0)
        area.current.scrollTop = 0
        if (hasFocus) area.current.focus()
    }, [html === undefined])
    if (html !== undefined) {
        return <Editor words={words} html={composer.startHtml.value} onChange={(changed, plain) => composer.change({ html: changed, text: plain })}
            onFiles={props.onAttach} onKeyDown={props.onKeyDown} onHandle={props.onHandle} hasFocus={hasFocus}
            pictureOf={cid => pictures.has(cid) ? Promise.resolve(pictures.get(cid)) : pictureOf(cid)} />
    }
    return <textarea ref={area} aria-label={words.compose.body} value={text} onInput={event => composer.change({ text: event.currentTarget.value })}
        onPaste={event => {
            const files = [...event.clipboardData?.files ?? []]
            if (files.length === 0) return
            event.preventDefault()
            props.onAttach(files)
        }} />
}

function Files({ words, composer }: { words: Messages, composer: Composer }) {
    // a picture in the text is seen there, but not that it did not come up
    const all = going(composer.draft.value).filter(one => one.failed || !isShown(one, composer.draft.value.html) && !isComing(one))
    if (all.length === 0) return null
    return <ul class="files">{all.map(one => <li>
        <span class="name">{inert(one.name)}</span> <span class="size">{sizeText(one.size, words)}</span>
        {one.blobId === undefined && !one.local && !one.failed && <progress max={1} value={one.progress ?? 0} aria-label={words.compose.uploading(inert(one.name))} />}
        {one.failed && <span class="wrong">{one.isTooMuch ? words.compose.tooMuch(mostText(words, composer)) : words.compose.uploadFailed}</span>}
        {one.failed && <button type="button" class="plain" aria-label={words.compose.againFile(inert(one.name))} onClick={() => void composer.tryAgain(one.key)}>
            {words.compose.again}</button>}
        <IconButton path="close" name={words.compose.takeOut(inert(one.name))} onClick={() => composer.detach(one.key)} />
    </li>)}</ul>
}

/** A picture that was just attached: the text shows it in a moment. */
function isComing({ cid, blobId, local }: Attached): boolean { return cid !== undefined && blobId === undefined && !local }

function Later({ words, onChoose }: { words: Messages, onChoose: (at: Date) => void }) {
    const isAsking = useSignal(false)
    const date = new Intl.DateTimeFormat(words.locale, { weekday: 'long', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    return <>
        <Menu label={words.compose.later} choices={[
            ...laterTimes(new Date()).map(at => ({ label: date.format(at), run: () => onChoose(at) })),
            { label: words.compose.chooseTime, run: () => { isAsking.value = true } },
        ]}><Icon path="clock" /></Menu>
        {isAsking.value && <form class="when" onSubmit={event => {
            event.preventDefault()
            const at = new Date(String(new FormData(event.currentTarget as HTMLFormElement).get('at')))
            isAsking.value = false
            if (!Number.isNaN(at.getTime())) onChoose(at)
        }}><input type="datetime-local" name="at" required aria-label={words.compose.chooseTime} ref={one => one?.focus()} /><button>{words.compose.later}</button></form>}
    </>
}

function doubtText(doubt: Doubt, words: Messages): string {
    if (doubt.kind === 'said') return doubt.text
    if (doubt.kind === 'likes') return words.compose.doubts.likes(doubt.written, doubt.known)
    if (doubt.kind === 'signature' || doubt.kind === 'knownAs') return words.compose.doubts[doubt.kind](inert(doubt.of), inert(doubt.as))
    if (doubt.kind === 'many') return words.compose.doubts.many(doubt.count)
    return words.compose.doubts[doubt.kind]
}

/** What the lock has to say before it is sent. */
function ofLock(security: Security | undefined, words: LockWords): Doubt[] {
    if (!security) return []
    return [...security.isLeaking ? [{ kind: 'said' as const, text: words.leaking }] : [],
        ...security.changed.map(one => ({ kind: 'said' as const, text: words.changedDoubt(inert(one)) }))]
}

function secureText(trouble: SecureTrouble, words: Messages, locked: LockWords): string {
    if (trouble.kind === 'refused') return words.compose.failures.types[trouble.error.type] ?? words.compose.failures.refused
    return trouble.kind === 'link' ? locked.troubles.link[trouble.why] : locked.troubles[trouble.kind]
}

/** What the files of one message may have in all. */
function mostText(words: Messages, { client }: Composer): string {
    return sizeText(filesOctetsMax(client) ?? client.limitsNow.maxSizeUpload, words)
}

function tooLargeText(words: Messages, composer: Composer): string { return words.compose.tooLarge(mostText(words, composer)) }

function failureText(failure: Exclude<SendFailure, { kind: 'secure' | 'elsewhere' }>, words: Messages, composer: Composer): string {
    const { failures } = words.compose
    if (failure.kind === 'uploading') return failures.uploading
    if (failure.kind === 'lost' || failure.kind === 'kept') return failures.lost
    if (failure.kind === 'missing') return failures.missing(failure.names.map(inert))
    const type = failure.kind === 'refused' ? failure.error.type : 'type' in failure.failure ? failure.failure.type : ''
    if (type === 'tooLarge') return tooLargeText(words, composer)
    if (failure.kind === 'unsaved') return failures.types[type] ?? words.compose.notSaved
    return failures.types[type] ?? failures.refused
}
