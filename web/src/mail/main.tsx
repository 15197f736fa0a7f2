import { signal } from '@preact/signals'
import { render } from 'preact'
import type { Result } from '../base/result'
import { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import { Account, type Session } from '../login/account'
import { keepings } from '../login/keeping'
import { inWorker } from '../login/stretching'
import type { Messages } from '../text/en'
import { wordsFor } from '../text/words'
import { leaveField } from '../ui/fields'
import { later } from '../ui/later'
import { applyLook, look } from '../ui/look'
import { before, type Kept, keptFor, keptOffline, tellTabs, whenTold } from './kept'
import { MailPage } from './mail-page'
import { Mail } from './model'
import { readSnapshot } from './snapshot'

/** Asked for at once where nobody is likely to be signed in. */
const SignIn = later(() => import('./sign-in').then(one => one.SignIn))
const Kit = later(() => import('./kit').then(one => one.Kit))
/** Asked for with the session, so that neither waits for the other. */
const speaks = wordsFor([look().language, ...navigator.languages])
let words: Messages
const account = new Account(inWorker)
/** What is shown: nothing until it is known whether somebody is signed in. */
type State = { kind: 'asking' } | { kind: 'kit', session: Session } | { kind: 'signIn', wasSignedOut: boolean } | { kind: 'failed', isSealed: boolean }
    | { kind: 'mail', mail: Mail, kept: Kept | undefined, credentials: Token }
interface Token { kind: 'session', token: string }
/** After it was looked who is signed in, it is not again for so long. In milliseconds. */
const LOOK_AGAIN_MS = 5_000
/** At signing out the server is told that this browser wants no notices more. */
const NOTICES_MS_MAX = 3_000
const state = signal<State>({ kind: 'asking' })

/** Both at once: until it is known who it is, the session of JMAP is here. */
async function begin(): Promise<void> {
    const credentials: Token = { kind: 'session', token: '' }
    const known = before()
    const client = Client.open({ base: location.origin, credentials })
    const session = await account.session()
    await spoken
    if (session.ok) {
        credentials.token = session.value.token
        await enter(session.value, credentials, await client, await known)
    } else if (session.error.kind === 'refused') state.value = { kind: 'signIn', wasSignedOut: false }
    else await withoutServer(credentials, await known)
}

/** What is kept, where it needs no server to be opened. */
async function withoutServer(credentials: Token, known: Awaited<ReturnType<typeof before>>): Promise<void> {
    const kept = await keptOffline(known)
    const snapshot = kept?.isFirst ? await readSnapshot(kept.cache, Date.now()) : undefined
    if (!kept || !snapshot) {
        kept?.close()
        state.value = { kind: 'failed', isSealed: isAnySealed() }
        return
    }
    await show(new Mail(Client.withSession({ base: location.origin, credentials }, snapshot.session), words, kept), kept, credentials, snapshot)
}

async function signedIn(session: Session, last?: Mail): Promise<void> {
    const credentials: Token = { kind: 'session', token: session.token }
    const client = await Client.open({ base: location.origin, credentials })
    const goesOn = client.ok && !session.kitToConfirm && last?.address === session.address
    const written = goesOn ? await last?.writing.handOver() : undefined
    last?.close()
    await enter(session, credentials, client)
    tellTabs()
    const now = state.value
    if (written && now.kind === 'mail') await now.mail.writing.goOn(written)
}

async function show(mail: Mail, kept: Kept | undefined, credentials: Token, snapshot?: Awaited<ReturnType<typeof readSnapshot>>): Promise<void> {
    mail.whenSignedOut = () => void lookWho()
    mail.client.http.whenSignedOut = mail.whenSignedOut
    state.value = { kind: 'mail', mail, kept, credentials }
    await mail.start(snapshot)
}

let lookedAt = 0

/** The session is over, or another page of this browser has begun one: then this page goes on by it. */
async function lookWho(): Promise<void> {
    const now = state.value
    if (now.kind !== 'mail' || now.mail.isSignedOut.value) return
    if (Date.now() - lookedAt < LOOK_AGAIN_MS) return
    lookedAt = Date.now()
    const session = await account.session()
    if (state.value !== now || !session.ok && session.error.kind !== 'refused') return
    if (!session.ok || session.value.address !== now.mail.address) now.mail.isSignedOut.value = true
    else {
        now.credentials.token = session.value.token
        now.mail.isOperator.value = session.value.operator === true
        now.mail.goOn()
    }
}

async function enter(session: Session, credentials: Token, client: Result<Client, Failure>, known?: Awaited<ReturnType<typeof before>>): Promise<void> {
    // what is only here on paper is not to be lost: the pages ask for it, and come back
    if (session.kitToConfirm) {
        state.value = { kind: 'kit', session }
        return
    }
    if (!client.ok) {
        state.value = client.error.kind === 'signedOut' ? { kind: 'signIn', wasSignedOut: true } : { kind: 'failed', isSealed: false }
        return
    }
    const kept = await keptFor(session, client.value.accountId, known)
    const snapshot = kept?.isFirst ? await readSnapshot(kept.cache, Date.now()).catch(() => undefined) : undefined
    const mail = new Mail(client.value, words, kept, account.takeSecret())
    mail.isOperator.value = session.operator === true
    await show(mail, kept, credentials, snapshot)
}

/** Nothing of the mail stays in this browser. */
async function leave({ mail, kept, credentials }: State & { kind: 'mail' }): Promise<void> {
    leaveField()
    const [changes, messages] = [mail.outbox.length, await mail.writing.saveAll()]
    if (changes + messages > 0 && !confirm(words.app.lost(changes, messages))) return
    mail.writing.current.value?.composer.end()
    state.value = { kind: 'signIn', wasSignedOut: false }
    // as long as it may take without a connection
    const later = new Promise(resolve => setTimeout(resolve, NOTICES_MS_MAX))
    await Promise.race([later, import('../settings/notices').then(one => one.switchOff(mail.client)).catch(() => undefined)])
    await Promise.race([later, mail.endToEnd.leave().catch(() => undefined)])
    mail.close()
    await Promise.all([account.signOut(credentials.token), kept?.erase().catch(() => undefined)])
    tellTabs()
}

function isAnySealed(): boolean { return keepings().some(one => one.level !== 'L0') }

function App() {
    const now = state.value
    if (now.kind === 'kit') return <Kit words={words} session={now.session} />
    if (now.kind === 'asking') return <main class="waiting" aria-busy="true" />
    if (now.kind === 'failed') return <main class="waiting"><p role="alert">{now.isSealed ? words.app.sealedOffline : words.signIn.unreachable}</p>
        <button type="button" onClick={() => void begin()}>{words.list.again}</button></main>
    if (now.kind === 'mail' && !now.mail.isSignedOut.value) {
        return <MailPage words={words} mail={now.mail} onSignOut={() => void leave(now)} />
    }
    return <SignIn words={words} account={account} wasSignedOut={now.kind === 'mail' || now.wasSignedOut} onSession={session => {
        const last = now.kind === 'mail' ? now.mail : undefined
        void signedIn(session, last)
    }} />
}

/** First the words, since everything is said by them; what is asked of the server meanwhile is answered then. */
async function speak(): Promise<void> {
    words = await speaks
    document.documentElement.lang = words.language
    document.title = words.application
    whenTold(() => {
        lookedAt = 0
        void lookWho()
    })
    render(<App />, document.getElementById('app')!)
}

applyLook()
if (keepings().length === 0) void SignIn.ahead()
const spoken = speak()
void begin()
