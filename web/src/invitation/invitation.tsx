import { signal, useSignal } from '@preact/signals'
import { render } from 'preact'
import { whyNotPassphrase } from '../login/passphrase'
import { inWorker } from '../login/stretching'
import type { OpenPgp } from '../openpgp/openpgp'
import { Guest, type GuestFailure, type Invitation, type Made } from './guest'
import { wordsFor } from './words'

type State = { kind: 'asking' } | { kind: 'gone' } | { kind: 'failed', why: 'lost' | 'broken' } | { kind: 'form', invitation: Invitation }
    | { kind: 'kit', invitation: Invitation, made: Made, openPgp?: OpenPgp } | { kind: 'done', made: Made }

const words = wordsFor(navigator.languages)
const guest = new Guest(location.hash.slice(1), inWorker)
const state = signal<State>({ kind: 'asking' })

async function begin(): Promise<void> {
    const got = await guest.invitation()
    if (got.ok) state.value = { kind: 'form', invitation: got.value }
    else if (got.error.kind === 'gone' || got.error.kind === 'slowed') state.value = { kind: 'gone' }
    else state.value = { kind: 'failed', why: got.error.kind === 'lost' ? 'lost' : 'broken' }
}

function said(failure: GuestFailure): string {
    if (failure.kind === 'lost') return words.lost
    return words.why[failure.kind] ?? (failure.kind === 'gone' ? words.gone : words.broken)
}

function Form({ invitation }: { invitation: Invitation }) {
    const wrong = useSignal('')
    const isBusy = useSignal(false)
    const submit = async (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const text = (name: string) => String(form.get(name) ?? '')
        const why = whyNotPassphrase(text('passphrase'), text('again'))
        wrong.value = why ? words.why[why]! : ''
        if (why) return
        isBusy.value = true
        const made = await guest.accept(invitation, text('name').trim(), text('passphrase'))
        if (made.ok) await enter(invitation, made.value)
        isBusy.value = false
        if (made.ok) return
        if (made.error.kind === 'gone') state.value = { kind: 'gone' }
        else wrong.value = said(made.error)
    }
    return <form class="card" onSubmit={event => void submit(event)}>
        <p>{words.welcome(invitation.server)}</p>
        {invitation.address ? <Fixed address={invitation.address} /> : <Chosen domain={invitation.domain} />}
        <label>{words.passphrase}
            <input name="passphrase" type="password" autocomplete="new-password" maxLength={1024} required aria-describedby="passphrase-hint" /></label>
        <p class="hint" id="passphrase-hint">{words.passphraseHint}</p>
        <label>{words.passphraseAgain}
            <input name="again" type="password" autocomplete="new-password" maxLength={1024} required /></label>
        <p class="hint">{words.levels[invitation.level]}</p>
        <div class="wrong" role="alert">{wrong}</div>
        <button class="main" disabled={isBusy.value}>{isBusy.value ? words.working : words.submit}</button>
    </form>
}

function Fixed({ address }: { address: string }) {
    return <label>{words.yours}<input name="name" autocomplete="username" value={address} readOnly /></label>
}

function Chosen({ domain }: { domain: string }) {
    return <>
        <label>{words.name}
            <span class="address"><input name="name" autocomplete="username" maxLength={40} autocapitalize="none" spellcheck={false} required autofocus
                aria-describedby="name-hint" /><span>@{domain}</span></span></label>
        <p class="hint" id="name-hint">{words.nameHint}</p>
    </>
}

/** The link is used: the address of the page forgets it. Whom no kit is asked of is done. */
async function enter(invitation: Invitation, made: Made): Promise<void> {
    history.replaceState(null, '', location.pathname)
    if (!made.session?.kitToConfirm) {
        state.value = { kind: 'done', made }
        return
    }
    const sealing = await import('./sealing').then(one => one.beginSealing(made)).catch(() => undefined)
    state.value = sealing ? { kind: 'kit', invitation, made: { ...made, code: sealing.code }, openPgp: sealing.openPgp } : { kind: 'kit', invitation, made }
}

/** The code is the browser's own, or the server's. */
async function confirmed(typed: string, made: Made, openPgp: OpenPgp | undefined): Promise<string> {
    if (!openPgp) {
        const done = await guest.confirmKit(typed, made.session!.token)
        return done.ok ? '' : said(done.error)
    }
    const done = await openPgp.confirm(typed)
    if (!done.ok) return done.error === 'offline' ? words.lost : words.why['codeWrong']!
    await (await import('./sealing')).finishSealing(openPgp, made)
    return ''
}

function save(invitation: Invitation, made: Made): void {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([words.kitFile(invitation.server, made.address, made.code)], { type: 'text/plain' }))
    link.download = 'sigillo-recovery-kit.txt'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function Kit({ invitation, made, openPgp }: { invitation: Invitation, made: Made, openPgp: OpenPgp | undefined }) {
    const wrong = useSignal('')
    const isBusy = useSignal(false)
    const confirm = async (event: Event) => {
        event.preventDefault()
        const typed = String(new FormData(event.currentTarget as HTMLFormElement).get('code') ?? '')
        isBusy.value = true
        wrong.value = await confirmed(typed, made, openPgp)
        isBusy.value = false
        if (wrong.value === '') state.value = { kind: 'done', made }
    }
    return <form class="card" onSubmit={event => void confirm(event)}>
        <p role="status">{words.made(made.address)}</p>
        <h2>{words.kit}</h2>
        <p>{words.kitWhat}</p>
        <p class="code">{made.code}</p>
        <p class="row"><button type="button" onClick={() => print()}>{words.print}</button>
            <button type="button" onClick={() => save(invitation, made)}>{words.save}</button></p>
        <label>{words.kitBack}
            <input name="code" autocomplete="off" maxLength={200} autocapitalize="characters" spellcheck={false} required /></label>
        <div class="wrong" role="alert">{wrong}</div>
        <button class="main" disabled={isBusy.value}>{isBusy.value ? words.working : words.confirm}</button>
    </form>
}

function Done({ made }: { made: Made }) {
    return <div class="card">
        <h2>{words.done}</h2>
        <p role="status">{words.made(made.address)}</p>
        <p><a class="main" href="/mail/">{words.mail}</a></p>
        <p>{words.factor}<br /><a href="/second-factor">{words.factorLink}</a></p>
        <p>{words.programs}<br /><a href="/app-passwords">{words.programsLink}</a></p>
    </div>
}

function Step() {
    const now = state.value
    switch (now.kind) {
        case 'asking': return <p aria-busy="true">{words.asking}</p>
        case 'gone': return <div class="card"><p role="alert">{words.gone}</p><p><a href="/mail/">{words.signIn}</a></p></div>
        case 'failed': return <div class="card"><p role="alert">{words[now.why]}</p><button type="button" onClick={() => void begin()}>{words.again}</button></div>
        case 'form': return <Form invitation={now.invitation} />
        case 'kit': return <Kit invitation={now.invitation} made={now.made} openPgp={now.openPgp} />
        case 'done': return <Done made={now.made} />
    }
}

document.documentElement.lang = words.language
document.title = words.title
render(<main><h1><img src="/icon.svg" alt="" width="32" height="32" /> {words.title}</h1><Step /></main>, document.getElementById('app')!)
void begin()
