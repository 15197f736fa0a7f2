import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { sizeText } from '../text/sizes'
import { order, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface Target { target: string, place: string, made?: string, proven?: string, next?: string, failed?: string, lacking?: string }
interface Outcome { target: string, done: boolean, sentence: string }
interface BackupsOf { targets: Target[], isRunning: boolean, last: { why?: string, outcomes?: Outcome[] } }
interface Contents { backup: number, made?: string, octets: number, wrong?: string }
const PATH = '/api/operator/backups'
/** While one is made. In milliseconds. */
const AGAIN_MS = 3_000

/** Of each target the last run and its proof; one is made now. */
export function Backups(props: PageProps) {
    const { op } = props
    const asked = useAsked<BackupsOf>(props, PATH)
    const told = useSignal('')
    const now = asked.value.value
    useEffect(() => {
        const timer = now?.isRunning ? setTimeout(() => void asked.again(), AGAIN_MS) : undefined
        return () => clearTimeout(timer)
    }, [now])
    const begin = async () => {
        told.value = await order(props, `${PATH}/now`, {}, () => '')
        await asked.again()
    }
    if (now === undefined) return <Waiting {...props} asked={asked} />
    return <>
        {now.targets.length === 0 && <p>{op.backups.none}</p>}
        <ul class="lines">{now.targets.map(one => <TargetItem key={one.target} {...props} target={one} />)}</ul>
        {now.targets.length > 0 && <button type="button" disabled={now.isRunning} onClick={() => void begin()}>{op.backups.now}</button>}
        <div role="status">{now.isRunning ? op.backups.running : told.value}</div>
        {!now.isRunning && (now.last.outcomes ?? now.last.why) && <><h3>{op.backups.outcome}</h3>
            {now.last.why && <p class="wrong">{op.serverSays(inert(now.last.why))}</p>}
            <ul class="lines">{now.last.outcomes?.map(one => <li key={one.target}><div><b>{inert(one.target)}</b><small class={one.done ? '' : 'wrong'}>{inert(one.sentence)}</small></div></li>)}</ul></>}
        <p class="note">{op.backups.restore}</p>
    </>
}

function TargetItem(props: PageProps & { target: Target }) {
    const { op, words, target } = props
    const contents = useSignal<Contents[] | undefined>(undefined)
    const wrong = useSignal('')
    const show = async () => {
        const got = await props.pages.get<{ backups: Contents[] }>(`${PATH}/target?${new URLSearchParams({ target: target.target })}`)
        if (got.ok) contents.value = got.value.backups
        wrong.value = got.ok ? '' : whyText(got.error, props)
    }
    const when = (at: string | undefined, said: (when: string) => string, never: string) => at ? said(longDate(at, words)) : never
    return <li>
        <div><b>{inert(target.target)}</b> <span class="note">{inert(target.place)}</span>
            <small>{when(target.made, op.backups.made, op.backups.never)}; {when(target.proven, op.backups.proven, op.backups.unproven)}</small>
            <small class="note">{when(target.next, op.backups.next, '')}</small>
            {target.failed && <small class="wrong">{op.backups.failed(inert(target.failed))}</small>}
            {target.lacking && <small class="wrong">{op.backups.lacking(inert(target.lacking))}</small>}
            {wrong.value && <small role="alert" class="wrong">{wrong.value}</small>}</div>
        <button type="button" aria-label={op.backups.showOne(inert(target.target))} onClick={() => void show()}>{op.backups.show}</button>
        {contents.value && <ul class="whole">{contents.value.map(one => <li key={one.backup}>{op.backups.one(one.backup, longDate(one.made ?? '', words))}, {sizeText(one.octets, words)}
            {one.wrong && <> <span class="wrong">{inert(one.wrong)}</span></>}</li>)}</ul>}
    </li>
}
