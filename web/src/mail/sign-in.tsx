import { useSignal } from '@preact/signals'
import type { Result } from '../base/result'
import { type Account, type CodeWanted, type Session, type SignedIn, type SignInFailure } from '../login/account'
import type { Messages } from '../text/en'
import { later } from '../ui/later'

const Recover = later(() => import('./recover').then(one => one.Recover))

interface Shown { words: Messages, account: Account, wasSignedOut: boolean, onSession: (session: Session) => void }

/** Address and password, then a code where one is wanted. The password does not leave the browser. */
export function SignIn({ words, account, wasSignedOut, onSession }: Shown) {
    const wrong = useSignal(wasSignedOut ? words.told.signedOut : '')
    const isBusy = useSignal(false)
    const code = useSignal<CodeWanted | undefined>(undefined)
    const stays = useSignal(true)
    const isLost = useSignal(false)
    const take = (answer: Result<SignedIn, SignInFailure>) => {
        isBusy.value = false
        if (!answer.ok) {
            // who was too late with a code, or had too many wrong ones, begins again
            if (answer.error.kind === 'refused') code.value = undefined
            wrong.value = reason(answer.error, words)
        } else if ('session' in answer.value) onSession(answer.value.session)
        else {
            wrong.value = answer.value.codeWanted.wasWrong ? words.signIn.codeWrong : ''
            code.value = answer.value.codeWanted
        }
    }
    const byPasskey = async () => {
        isBusy.value = true
        wrong.value = ''
        const answer = await account.passkey(stays.value, code.value?.continuation)
        if (answer) return take(answer)
        isBusy.value = false
        wrong.value = words.signIn.noPasskey
    }
    const submit = async (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const text = (name: string) => String(form.get(name) ?? '')
        isBusy.value = true
        wrong.value = ''
        take(code.value ? await account.code(code.value.continuation, text('code').trim(), stays.value)
            : await account.signIn(text('address').trim(), text('password'), stays.value))
    }
    if (isLost.value) return <main><Recover words={words} onDone={() => { isLost.value = false }} /></main>
    return <main><form class="sign-in" onSubmit={event => void submit(event)}>
        <h1><img src="/icon.svg" alt="" width="32" height="32" /> {words.signIn.title}</h1>
        {code.value ? <CodeField words={words} key={code.value.continuation} /> : <Password words={words} stays={stays} />}
        <div class="wrong" role="alert">{wrong}</div>
        <button class="main" disabled={isBusy.value}>{isBusy.value ? words.signIn.working : words.signIn.submit}</button>
        {'PublicKeyCredential' in globalThis && <button type="button" class="plain" disabled={isBusy.value} onClick={() => void byPasskey()}>{code.value ? words.signIn.passkeyForCode : words.signIn.passkey}</button>}
        <p><button type="button" class="plain" onClick={() => { isLost.value = true }}>{words.signIn.forgot}</button> · <a href="/sign-in">{words.signIn.plain}</a></p>
    </form></main>
}

function Password({ words, stays }: { words: Messages, stays: { value: boolean } }) {
    return <>
        <label>{words.signIn.address}
            <input name="address" type="email" autocomplete="username" maxLength={320} required autofocus /></label>
        <label>{words.signIn.password}
            <input name="password" type="password" autocomplete="current-password" maxLength={1024} required /></label>
        <label class="choice"><input name="stay" type="checkbox" checked={stays.value}
            onChange={event => { stays.value = event.currentTarget.checked }} /> {words.signIn.stay}</label>
    </>
}

function CodeField({ words }: { words: Messages }) {
    return <label>{words.signIn.code}
        <input name="code" autocomplete="one-time-code" maxLength={40} autocapitalize="none" spellcheck={false} required
            ref={field => field?.focus()} /></label>
}

function reason(failure: SignInFailure, words: Messages): string {
    if (failure.kind === 'refused') return words.signIn.wrong
    if (failure.kind === 'passwordNeeded') return words.signIn.passwordNeeded
    if (failure.kind === 'slowed') return words.signIn.slowed(failure.after)
    return failure.kind === 'lost' ? words.signIn.unreachable : words.signIn.failed
}
