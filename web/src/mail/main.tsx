import { signal } from '@preact/signals'
import { render } from 'preact'
import type { Result } from '../base/result'
import { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import { Account, type Session } from '../login/account'
import { inWorker } from '../login/stretching'
import { wordsFor } from '../text/words'
import { applyLook, look } from '../ui/look'
import { MailPage } from './mail-page'
import { Mail } from './model'
import { SignIn } from './sign-in'

const words = wordsFor([look().language, ...navigator.languages])
const account = new Account(inWorker)
/** What is shown: nothing until it is known whether somebody is signed in. */
type State = { kind: 'asking' } | { kind: 'signIn', wasSignedOut: boolean } | { kind: 'failed' } | { kind: 'mail', mail: Mail, session: Session }
const state = signal<State>({ kind: 'asking' })

/** Both at once: until it is known who it is, the session of JMAP is here. */
async function begin(): Promise<void> {
    const credentials = { kind: 'session' as const, token: '' }
    const client = Client.open({ base: location.origin, credentials })
    const session = await account.session()
    if (session.ok) {
        credentials.token = session.value.token
        await enter(session.value, await client)
    } else state.value = session.error.kind === 'refused' ? { kind: 'signIn', wasSignedOut: false } : { kind: 'failed' }
}

async function signedIn(session: Session, before?: Mail): Promise<void> {
    await enter(session, await Client.open({ base: location.origin, credentials: { kind: 'session', token: session.token } }))
    const now = state.value
    const written = before?.writing.current.value?.composer
    if (written && now.kind === 'mail' && now.mail.address === before.address) await now.mail.writing.goOn(written)
}

async function enter(session: Session, client: Result<Client, Failure>): Promise<void> {
    // what is only here on paper is not to be lost: the pages ask for it, and come back
    if (session.kitToConfirm) return location.assign('/kit')
    if (!client.ok) {
        state.value = client.error.kind === 'signedOut' ? { kind: 'signIn', wasSignedOut: true } : { kind: 'failed' }
        return
    }
    const mail = new Mail(client.value, words)
    state.value = { kind: 'mail', mail, session }
    await mail.start()
}

async function leave(mail: Mail, session: Session): Promise<void> {
    mail.close()
    state.value = { kind: 'signIn', wasSignedOut: false }
    await account.signOut(session.token)
}

function App() {
    const now = state.value
    if (now.kind === 'asking') return <main class="waiting" aria-busy="true" />
    if (now.kind === 'failed') return <main class="waiting"><p role="alert">{words.signIn.unreachable}</p>
        <button type="button" onClick={() => void begin()}>{words.list.again}</button></main>
    if (now.kind === 'mail' && !now.mail.isSignedOut.value) {
        return <MailPage words={words} mail={now.mail} onSignOut={() => void leave(now.mail, now.session)} />
    }
    return <SignIn words={words} account={account} wasSignedOut={now.kind === 'mail' || now.wasSignedOut} onSession={session => {
        const before = now.kind === 'mail' ? now.mail : undefined
        before?.close()
        void signedIn(session, before)
    }} />
}

applyLook()
document.documentElement.lang = words.language
document.title = words.application
render(<App />, document.getElementById('app')!)
void begin()
