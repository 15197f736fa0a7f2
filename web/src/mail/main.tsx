import { signal } from '@preact/signals'
import { render } from 'preact'
import { wordsFor } from '../text/words'
import { MailPage } from './mail-page'
import type { Mail } from './model'
import { SignIn } from './sign-in'

const words = wordsFor(navigator.languages)
/** Nobody is signed in before; credentials are in memory only. */
const mail = signal<Mail | undefined>(undefined)

function App() {
    if (!mail.value || mail.value.isSignedOut.value) {
        return <SignIn words={words} wasSignedOut={mail.value !== undefined} onMail={one => {
            mail.value?.close()
            mail.value = one
        }} />
    }
    return <MailPage words={words} mail={mail.value} onSignOut={() => {
        mail.value?.close()
        mail.value = undefined
    }} />
}

document.documentElement.lang = words.language
document.title = words.application
render(<App />, document.getElementById('app')!)
