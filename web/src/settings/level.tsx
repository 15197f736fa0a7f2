import { type Signal, signal, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { OpenPgp } from '../openpgp/openpgp'
import { Asking, failureText, type OwnProps } from './asking'
import { useAsked } from '../ui/connection'
import type { Progress } from './pass'
import { begin, type Running, runningOf, stop } from './running'
import { proofOf, StepUp } from './step-up'
import { unwrapAll, wrapAll } from './wrap-all'

interface Level { level: 'L0' | 'L1' | 'L2', mayChange: boolean, kitToConfirm: boolean }
interface Props extends OwnProps { openPgp: () => Promise<OpenPgp> }
interface ChangeProps extends Props { level: Signal<Level | undefined>, told: Signal<string> }

/** Where one goes from here: to L2 from L1 alone, and from L2 to L1. */
const NEXT: Record<Level['level'], Level['level'][]> = { L0: ['L1'], L1: ['L2', 'L0'], L2: ['L1'] }

/** Who can open the mail, what of it the server sees all the same, and how that is changed. */
export function ProtectionLevel(props: Props) {
    const { words, own, pages } = props
    const level = useSignal<Level | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<Level>('/api/level')
        if (got.ok) level.value = got.value
        told.value = got.ok ? '' : failureText(got.error, own)
    }
    useAsked(load, () => level.value === undefined)
    const one = level.value
    if (!one) return <p role="status">{told.value || words.list.loading}</p>
    return <>
        <p class="now"><b>{own.level.now[one.level]}</b></p>
        <Says title={own.level.L2} says={own.level.L2List} />
        <Says title={own.level.L1} says={own.level.L1List} />
        <Says title={own.level.L0} says={own.level.L0List} />
        <Says title={own.level.always} says={own.level.alwaysList} />
        <p>{own.level.not}</p>
        {one.level === 'L2' ? <Wrapping {...props} /> : <Unwrapping {...props} />}
        {one.mayChange ? NEXT[one.level].map(next => <Change key={next} {...props} level={level} told={told} next={next} />) : <p class="note">{own.failures.errors['levelFixed']}</p>}
        <div role="status">{told.value}</div>
    </>
}

function Change({ own, client, pages, level, told, next, openPgp }: ChangeProps & { next: Level['level'] }) {
    return <details><summary>{own.level.choose[next]}</summary>
        {next === 'L2' && <p>{own.level.before}</p>}
        {next === 'L1' && level.value?.level === 'L2' && <p>{own.level.back}</p>}
        <Asking own={own} submit={own.level.choose[next]!} work={async form => {
            const proof = await proofOf(form, pages)
            const now = proof.ok ? await pages.post<Level>('/api/level', { level: next, ...proof.value }) : proof
            if (!now.ok) return failureText(now.error, own)
            stop(client)
            level.value = now.value
            told.value = now.value.kitToConfirm ? `${own.level.changed} ${own.level.kitNext}` : own.level.changed
            // what comes from now on is found on each device; a browser that has no keys open leaves it to one that has
            if (now.value.level === 'L2') void openPgp().then(async keys => await keys.ready() === 'open'
                && keys.nameTextsKey())
            // what is only here on paper is not to be lost
            if (now.value.kitToConfirm) location.assign('/kit')
            return ''
        }}><StepUp own={own} pages={pages} /></Asking></details>
}

/** What was there before level L2, and what a program without OpenPGP has put there since. */
function Wrapping(props: Props) {
    const { level } = props.own
    const says = { what: level.earlier, start: level.encrypt, done: level.encrypted, failed: level.notEncrypted }
    const isOther = useSignal(false)
    useEffect(() => void props.openPgp().then(keys => { isOther.value = keys.textsKeyIsOther.value }), [])
    return <>
        {isOther.value && <p class="warning" role="alert">{level.textsKeyIsOther}</p>}
        <Pass {...props} work={wrapAll} says={says} /></>
}

/** Of who has a vault: what lies here encrypted from a time at level L2. */
function Unwrapping(props: Props) {
    const { level } = props.own
    const has = useSignal(false)
    useEffect(() => void props.openPgp().then(async keys => { has.value = await keys.ready() !== 'none' }), [])
    const says = { what: level.wasEncrypted, start: level.decrypt, done: level.decrypted, failed: level.notDecrypted }
    return has.value ? <Pass {...props} work={unwrapAll} says={says} /> : null
}

interface PassProps extends Props { work: typeof wrapAll, says: { what: string, start: string, done: string, failed: string } }

/** From message to message, until it is stopped. */
function Pass({ own, client, openPgp, work, says }: PassProps) {
    const there = runningOf(client)
    const { progress, running, said } = useMemo<Running>(() => there?.work === work ? there
        : { work, progress: signal(undefined), running: signal(undefined), said: signal('') }, [work])
    const run = async () => {
        const stopped = begin(client, { work, progress, running, said }).signal
        said.value = ''
        const keys = await openPgp()
        const isOpen = await keys.ready() === 'open'
        const ended = isOpen ? await work(client, keys, one => { progress.value = one }, stopped) : undefined
        if (running.value?.signal !== stopped) return
        running.value = undefined
        said.value = stopped.aborted ? '' : ended ? endedText(ended, own, says.done) : says.failed
    }
    const now = progress.value
    return <section><p>{says.what}</p>
        <p class="buttons">{running.value ? <button type="button" onClick={() => running.value?.abort()}>{own.cancel}</button>
            : <button type="button" class="main" onClick={() => void run()}>{says.start}</button>}</p>
        {now && <progress max={now.all} value={now.done} aria-label={says.start} />}
        <div role="status">{said.value}</div></section>
}

function endedText({ left, full }: Progress, own: Props['own'], done: string): string {
    return [done, left > 0 && own.level.left(left), full > 0 && own.level.full].filter(Boolean).join(' ')
}

function Says({ title, says }: { title: string, says: string[] }) {
    return <section><h3>{title}</h3><ul>{says.map(one => <li>{one}</li>)}</ul></section>
}
