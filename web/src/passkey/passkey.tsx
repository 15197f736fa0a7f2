import { signal } from '@preact/signals'
import { render } from 'preact'
import { Pages, type PagesFailure } from '../login/pages'
import { hasPasskeys, made, type MakeAsked } from '../login/passkeys'
import { inWorker } from '../login/stretching'
import { wordsFor } from './words'

type State = { kind: 'asking', wrong: string, isBusy: boolean } | { kind: 'gone' } | { kind: 'made', opens: boolean }
type Begun = MakeAsked & { token: string, kitToConfirm: boolean }

const words = wordsFor(navigator.languages)
const secret = location.hash.slice(1)
const state = signal<State>(secret ? { kind: 'asking', wrong: '', isBusy: false } : { kind: 'gone' })
let token = ''
let isKitNext = false
const pages = new Pages('', () => token ? { 'Sigillo-Token': token } : {}, inWorker)

function failed(why: string): void { state.value = { kind: 'asking', wrong: why, isBusy: false } }

function said(failure: PagesFailure): void {
    if (failure.kind === 'said' && failure.error === 'gone') state.value = { kind: 'gone' }
    else if (failure.kind === 'slowed') failed(words.slowed)
    else if (failure.kind === 'lost') failed(words.lost)
    else failed(failure.kind === 'said' && failure.error === 'notHere' ? words.notHere : words.broken)
}

/** The link stays good until there is a passkey that opens the mail. */
async function make(): Promise<void> {
    state.value = { kind: 'asking', wrong: '', isBusy: true }
    const begun = await pages.post<Begun>('/api/first-passkey/begin', { secret })
    if (!begun.ok) return said(begun.error)
    token = begun.value.token
    isKitNext = begun.value.kitToConfirm
    const passkey = await made(begun.value)
    if (!passkey) return failed(words.notMade)
    const kept = await pages.post<{ opens: boolean }>('/api/first-passkey/finish', { secret, name: words.name, ...passkey.sent })
    if (!kept.ok) return said(kept.error)
    if (kept.value.opens) history.replaceState(null, '', location.pathname)
    state.value = { kind: 'made', opens: kept.value.opens }
}

function Asking({ wrong, isBusy }: { wrong: string, isBusy: boolean }) {
    return <div class="card">
        <p>{words.what}</p>
        <div class="wrong" role="alert">{wrong}</div>
        <button type="button" class="main" disabled={isBusy} onClick={() => void make()}>{isBusy ? words.working : words.make}</button>
    </div>
}

function Made({ opens }: { opens: boolean }) {
    return <div class="card">
        <p role="status">{opens ? words.opens : words.opensNothing}</p>
        {!opens && <button type="button" onClick={() => void make()}>{words.another}</button>}
        <p class="row">{isKitNext ? <a class="main" href="/kit">{words.kit}</a> : <a class="main" href="/mail/">{words.mail}</a>}
            <a href="/setup">{words.setUp}</a></p>
    </div>
}

function Page() {
    const now = state.value
    if (now.kind === 'made') return <Made opens={now.opens} />
    if (now.kind === 'gone') return <div class="card"><p role="alert">{words.gone}</p><p><a class="main" href="/mail/">{words.signIn}</a></p></div>
    return hasPasskeys() ? <Asking wrong={now.wrong} isBusy={now.isBusy} /> : <div class="card"><p role="alert">{words.cannot}</p></div>
}

document.documentElement.lang = words.language
document.title = words.title
render(<main><h1><img src="/icon.svg" alt="" width="32" height="32" /> {words.title}</h1><Page /></main>, document.getElementById('app')!)
