import { useSignal } from '@preact/signals'
import { Client } from '../jmap/client'
import type { Failure } from '../jmap/failure'
import type { Messages } from '../text/en'
import { Mail } from './model'

/** Address and password, as JMAP takes them. They are kept in memory only. */
export function SignIn({ words, wasSignedOut, onMail }:
    { words: Messages, wasSignedOut: boolean, onMail: (mail: Mail) => void }) {
    const wrong = useSignal(wasSignedOut ? words.told.signedOut : '')
    const isBusy = useSignal(false)
    const submit = async (event: SubmitEvent) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        isBusy.value = true
        const credentials = { kind: 'basic', user: String(form.get('address')).trim(), password: String(form.get('password')) } as const
        const client = await Client.open({ base: location.origin, credentials })
        isBusy.value = false
        if (!client.ok) {
            wrong.value = reason(client.error, words)
            return
        }
        const mail = new Mail(client.value, words)
        onMail(mail)
        await mail.start()
    }
    return <main><form class="sign-in" onSubmit={event => void submit(event as unknown as SubmitEvent)}>
        <h1>{words.signIn.title}</h1>
        <label>{words.signIn.address}
            <input name="address" type="email" autocomplete="username" required /></label>
        <label>{words.signIn.password}
            <input name="password" type="password" autocomplete="current-password" required /></label>
        <div class="wrong" role="alert">{wrong}</div>
        <button class="main" disabled={isBusy.value}>{words.signIn.submit}</button>
    </form></main>
}

function reason(failure: Failure, words: Messages): string {
    if (failure.kind === 'signedOut') return words.signIn.wrong
    if (failure.kind === 'lost') return words.signIn.unreachable
    return failure.kind === 'busy' ? words.signIn.busy : words.signIn.failed
}
