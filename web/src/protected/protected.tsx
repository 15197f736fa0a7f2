import { signal, useSignal } from '@preact/signals'
import { render } from 'preact'
import { inWorker } from '../login/stretching'
import { Guest, type GuestFailure, type Shown } from './guest'
import { plainName } from './plain-name'
import type { OpenedMessage, SealedFile } from './sealed'
import { parseLink } from './secret'
import { wordsFor } from './words'

type State = { kind: 'asking' | 'gone' | 'noLink' } | { kind: 'failed', why: 'lost' | 'broken' | 'slowed' } | { kind: 'form', shown: Shown }
    | { kind: 'open', shown: Shown, message: OpenedMessage }

const words = wordsFor(navigator.languages)
const link = parseLink(location.hash.slice(1))
const guest = link && new Guest(link, inWorker)
const state = signal<State>({ kind: link ? 'asking' : 'noLink' })
const day = new Intl.DateTimeFormat(words.language, { dateStyle: 'long', timeStyle: 'short' })

async function begin(): Promise<void> {
    const got = await guest!.look()
    if (got.ok) state.value = { kind: 'form', shown: got.value }
    else state.value = stateOf(got.error)
}

function stateOf({ kind }: GuestFailure): State {
    if (kind === 'gone') return { kind: 'gone' }
    return { kind: 'failed', why: kind === 'slowed' ? 'slowed' : kind === 'lost' || kind === 'busy' ? 'lost' : 'broken' }
}

function Form({ shown }: { shown: Shown }) {
    const wrong = useSignal('')
    const isBusy = useSignal(false)
    const isShown = useSignal(false)
    const submit = async (event: Event) => {
        event.preventDefault()
        const password = String(new FormData(event.currentTarget as HTMLFormElement).get('password') ?? '')
        isBusy.value = true
        const got = await guest!.open(password)
        isBusy.value = false
        if (got.ok) state.value = { kind: 'open', shown, message: got.value }
        else if (got.error.kind === 'wrong') wrong.value = got.error.tries === 0 ? words.spent : words.wrong(got.error.tries)
        else if (got.error.kind === 'lost' || got.error.kind === 'slowed' || got.error.kind === 'busy') wrong.value = words[got.error.kind]
        else state.value = stateOf(got.error)
    }
    return <form class="card" onSubmit={event => void submit(event)}>
        <p>{words.from(shown.from)}</p>
        <p class="hint">{words.until(day.format(new Date(shown.until)))} {shown.once && words.once}</p>
        <label>{words.password}
            <input name="password" type={(isShown.value ? 'text' : 'password') as 'password'} autocomplete="off" maxLength={1024} required autofocus aria-describedby="hint" /></label>
        <label class="check"><input type="checkbox" checked={isShown.value} onChange={event => { isShown.value = event.currentTarget.checked }} /> {words.show}</label>
        <p class="hint" id="hint">{words.hint}</p>
        <div class="wrong" role="alert">{wrong}</div>
        <button class="main" disabled={isBusy.value}>{isBusy.value ? words.working : words.open}</button>
    </form>
}

/** As a file and nothing else, whatever it says it is: it is never shown in this origin. */
function save({ name, octets }: SealedFile): void {
    const anchor = document.createElement('a')
    anchor.href = URL.createObjectURL(new Blob([octets as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }))
    anchor.download = name
    anchor.click()
    setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000)
}

function Message({ shown, message }: { shown: Shown, message: OpenedMessage }) {
    const { inner, files } = message
    return <article class="card">
        <h2>{inner.subject}</h2>
        <dl><dt>{words.sender}</dt><dd>{inner.from}</dd><dt>{words.to}</dt><dd>{inner.to}</dd><dt>{words.date}</dt><dd>{dateText(inner.date)}</dd></dl>
        <div class="text">{inner.text}</div>
        {files.length > 0 && <section aria-label={words.files}><ul class="files">{files.map(one => <li><button type="button" onClick={() => save(one)}>{words.save(plainName(one.name))}</button>
            <span class="hint">{sizeText(one.octets.length)}</span></li>)}</ul><p class="hint">{words.careful}</p></section>}
        {inner.replyKey !== undefined && shown.replies > 0 && <Answer shown={shown} message={message} />}
    </article>
}

function dateText(said: string): string {
    const date = new Date(said)
    return Number.isNaN(date.getTime()) ? said : day.format(date)
}

function sizeText(octets: number): string {
    const [unit, n] = octets < 1_000 ? ['byte', octets] : octets < 1_000_000 ? ['kilobyte', octets / 1_000] : ['megabyte', octets / 1_000_000]
    return new Intl.NumberFormat(words.language, { style: 'unit', unit: unit as string, unitDisplay: 'short', maximumFractionDigits: 1 }).format(n as number)
}

function Answer({ shown, message }: { shown: Shown, message: OpenedMessage }) {
    const files = useSignal<File[]>([])
    const left = useSignal(shown.replies)
    const said = useSignal<{ text: string, isGood: boolean }>({ text: '', isGood: true })
    const isBusy = useSignal(false)
    const submit = async (event: Event) => {
        event.preventDefault()
        const form = event.currentTarget as HTMLFormElement
        const text = String(new FormData(form).get('text') ?? '')
        if (text.trim() === '' && files.value.length === 0) return void (said.value = { text: words.empty, isGood: false })
        isBusy.value = true
        const sealed = await Promise.all(files.value.map(async one => ({ name: one.name, type: one.type, octets: new Uint8Array(await one.arrayBuffer()) })))
        const got = await guest!.answer(message, text, sealed)
        isBusy.value = false
        if (!got.ok) return void (said.value = { text: failureText(got.error), isGood: false })
        left.value--
        files.value = []
        form.reset()
        said.value = { text: words.sent, isGood: true }
    }
    return <form class="answer" onSubmit={event => void submit(event)}>
        <h3>{words.answer}</h3>
        <p class="hint">{words.answerHint} {left.value > 0 && words.repliesLeft(left.value)}</p>
        {left.value > 0 && <>
            <label>{words.text}<textarea name="text" rows={6} maxLength={200_000} /></label>
            <label>{words.attach}<input type="file" multiple onChange={event => {
                files.value = [...files.value, ...event.currentTarget.files ?? []]
                event.currentTarget.value = ''
            }} /></label>
            <ul class="files">{files.value.map(one => <li>{one.name} <span class="hint">{sizeText(one.size)}</span> <button type="button"
                onClick={() => { files.value = files.value.filter(other => other !== one) }}>{words.takeOut(plainName(one.name))}</button></li>)}</ul>
        </>}
        <div class={said.value.isGood ? 'good' : 'wrong'} role="status">{said.value.text}</div>
        {left.value > 0 && <button class="main" disabled={isBusy.value}>{isBusy.value ? words.sending : words.send}</button>}
    </form>
}

function failureText({ kind }: GuestFailure): string {
    if (kind === 'gone' || kind === 'wrong') return words.replyGone
    return words[kind]
}

function Step() {
    const now = state.value
    switch (now.kind) {
        case 'asking': return <p aria-busy="true">{words.asking}</p>
        case 'gone': case 'noLink': return <div class="card"><p role="alert">{words[now.kind]}</p></div>
        case 'failed': return <div class="card"><p role="alert">{words[now.why]}</p><button type="button" onClick={() => void begin()}>{words.again}</button></div>
        case 'form': return <Form shown={now.shown} />
        case 'open': return <Message shown={now.shown} message={now.message} />
    }
}

document.documentElement.lang = words.language
document.title = words.title
render(<main><h1><img src="/icon.svg" alt="" width="32" height="32" /> {words.title}</h1><Step /><p class="hint foot">{words.safe}</p></main>, document.getElementById('app')!)
if (guest) void begin()
