import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Asking, failureText, type OwnProps, PasswordAgain, textOf } from './asking'

interface Level { level: 'L0' | 'L1', mayChange: boolean, kitToConfirm: boolean }

/** Who can open the mail, what of it the server sees all the same, and how that is changed. */
export function ProtectionLevel({ words, own, pages }: OwnProps) {
    const level = useSignal<Level | undefined>(undefined)
    const told = useSignal('')
    useEffect(() => void pages.get<Level>('/api/level').then(got => {
        if (got.ok) level.value = got.value
        else told.value = failureText(got.error, own)
    }), [])
    const one = level.value
    if (!one) return <p role="status">{told.value || words.list.loading}</p>
    const other = one.level === 'L1' ? 'L0' : 'L1'
    return <>
        <p class="now"><b>{own.level.now[one.level]}</b></p>
        <Says title={own.level.L1} says={own.level.L1List} />
        <Says title={own.level.L0} says={own.level.L0List} />
        <Says title={own.level.always} says={own.level.alwaysList} />
        <p>{own.level.not}</p>
        {one.mayChange ? <details><summary>{own.level.choose[other]}</summary><Asking own={own} submit={own.level.choose[other]!} work={async form => {
            const now = await pages.postWith<Level>('/api/level', textOf(form, 'password'), { level: other })
            if (!now.ok) return failureText(now.error, own)
            level.value = now.value
            told.value = now.value.kitToConfirm ? `${own.level.changed} ${own.level.kitNext}` : own.level.changed
            // what is only here on paper is not to be lost
            if (now.value.kitToConfirm) location.assign('/kit')
            return ''
        }}><PasswordAgain own={own} /></Asking></details> : <p class="note">{own.failures.errors['levelFixed']}</p>}
        <div role="status">{told.value}</div>
    </>
}

function Says({ title, says }: { title: string, says: string[] }) {
    return <section><h3>{title}</h3><ul>{says.map(one => <li>{one}</li>)}</ul></section>
}
