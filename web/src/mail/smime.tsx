import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Messages } from '../text/en'
import { smimeWords } from '../text/smime'
import { Icon } from '../ui/icons'
import type { Opened } from './bodies'
import type { Mail } from './model'

/** RFC 9219 section 4.1. */
interface Shown { id: string, smimeStatus: string | null, smimeErrors: string[] | null }

/**
 * What the server has found of a signature by S/MIME: in the page's own area, where no message can draw. Of a mail that
 * is read without a connection nothing is said.
 */
export function Smime({ words, mail, email }: { words: Messages, mail: Mail, email: Opened }) {
    const shown = useSignal<Shown | undefined>(undefined)
    const { client } = mail
    useEffect(() => {
        void client.get<Shown>('Email/get', [email.id], { properties: ['smimeStatus', 'smimeErrors'] })
            .then(got => { if (got.ok) shown.value = got.value.list[0] })
    }, [email.id])
    const status = shown.value?.smimeStatus
    if (!status) return null
    const own = smimeWords(words)
    const isGood = status === 'signed/verified'
    const kind = isGood ? 'good' : status === 'signed/failed' ? 'bad' : 'unknown'
    const why = kind === 'bad' ? shown.value?.smimeErrors?.map(one => own.errors[one] ?? own.otherError) ?? [] : []
    return <details class={`protection ${kind === 'unknown' ? '' : kind}`}>
        <summary><Icon path={isGood ? 'check' : 'junk'} /> <span>{own.status[kind]}</span></summary>
        <p>{[...why, own.why[kind]].join(' ')}</p>
    </details>
}

/**
 * A mail that is nothing but a signature which encloses it: what the server reads in it is shown as any mail; what was
 * found of the signature stands above it, apart. Where it cannot be read (it is encrypted, or broken) it is shown as
 * it is.
 */
export function Enclosed({ words, mail, email, draw }: { words: Messages, mail: Mail, email: Opened, draw: (shown: Opened) => ComponentChildren }) {
    const inside = useSignal<Opened | 'none' | undefined>(undefined)
    useEffect(() => {
        let isOver = false
        void mail.bodies.enclosed(email).then(got => { if (!isOver) inside.value = got ?? 'none' })
        return () => { isOver = true }
    }, [email.id])
    const now = inside.value
    if (now === undefined) return <p class="note">{words.list.loading}</p>
    if (now === 'none') return <>{draw(email)}</>
    return <><Smime words={words} mail={mail} email={email} />{draw(now)}</>
}
