import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Result } from '../base/result'
import type { PagesFailure } from '../login/pages'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { sizeText } from '../text/sizes'
import { Asking, PasswordAgain, Secret, textOf } from '../settings/asking'
import { AccountBadges, type AccountLine, holdsText } from './accounts'
import { Danger, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'
import { freshPassword } from './password'

interface SendingLine { limit: string, now?: number, max: number, own: boolean }
interface Sending { paused?: string, because?: string, becauseInItalian?: string, limits: SendingLine[] }
interface AccountDetail { vault?: number, protectedMail?: number, held: number, max?: number, limit: string, fullSince?: string, sending?: Sending, isMine: boolean }
export type OneProps = PageProps & { address: string, onBack: (told: string) => void }
type LoadedProps = OneProps & { detail: AccountDetail, line: AccountLine | undefined, again: () => Promise<void> }

const GIB = 1024 ** 3

/** What there is of one account, and what can be done with it. */
export function AccountPage(props: OneProps) {
    const { op, address, onBack } = props
    const detail = useAsked<AccountDetail>(props, `/api/operator/account?${new URLSearchParams({ address })}`)
    const found = useAsked<{ accounts: AccountLine[] }>(props, `/api/operator/accounts?${new URLSearchParams({ search: address, after: '' })}`)
    const back = useRef<HTMLButtonElement>(null)
    useEffect(() => back.current?.focus(), [])
    const again = async () => { await Promise.all([detail.again(), found.again()]) }
    const line = found.value.value?.accounts.find(one => one.address === address)
    return <>
        <button type="button" class="plain" ref={back} onClick={() => onBack('')}>{op.back}</button>
        <h4>{inert(address)}</h4>
        <Waiting {...props} asked={detail} />
        {detail.value.value && <Loaded {...props} detail={detail.value.value} line={line} again={again} />}
    </>
}

function Loaded(props: LoadedProps) {
    const { op, words, detail, line } = props
    return <>
        {line && <p><AccountBadges {...props} line={line} /></p>}
        {line && <p>{op.accounts.levels[line.level]}</p>}
        <p class="note">{holdsText(props, { ...detail, ...line ? { created: line.created } : {} })}</p>
        {(detail.vault ?? 0) + (detail.protectedMail ?? 0) > 0 && <p class="note">{op.accounts.beside(sizeText(detail.vault ?? 0, words), sizeText(detail.protectedMail ?? 0, words))}</p>}
        {detail.fullSince && <p class="warning">{op.accounts.fullSince(longDate(detail.fullSince, words))}</p>}
        <p class="row-of"><button type="button" onClick={() => props.go('trace', props.address)}>{op.accounts.follow}</button>
            <button type="button" onClick={() => props.go('refused', props.address)}>{op.parts.refused}</button></p>
        <QuotaForm {...props} />
        {detail.sending && <SendingPart {...props} sending={detail.sending} />}
        {detail.isMine ? <p class="note">{op.accounts.own}</p> : line && <Dangers {...props} line={line} />}
    </>
}

function QuotaForm(props: LoadedProps) {
    const { op, own, address, detail, again } = props
    const kind = detail.limit === 'default' || detail.limit === 'none' ? detail.limit : 'own'
    const chosen = useSignal(kind)
    const set = async (form: FormData) => {
        const limit = chosen.value === 'own' ? String(Math.round(Number(textOf(form, 'gib')) * GIB)) : chosen.value
        const got = await props.pages.postWith('/api/operator/account/quota', textOf(form, 'password'), { address, limit })
        await again()
        return got.ok ? '' : whyText(got.error, props)
    }
    return <>
        <h3>{op.accounts.quota}</h3>
        <Asking own={own} submit={op.accounts.setQuota} isQuiet work={set}>
            <label>{op.accounts.quota}<select name="kind" value={chosen.value} onChange={event => { chosen.value = event.currentTarget.value }}>
                {Object.entries(op.accounts.quotas).map(([key, name]) => <option key={key} value={key}>{name}</option>)}</select></label>
            {chosen.value === 'own' && <label>{op.accounts.gib}<input type="number" name="gib" required min={0.001} max={1_000_000} step="any"
                defaultValue={kind === 'own' ? String(Number(detail.limit) / GIB) : '10'} /></label>}
            <PasswordAgain own={own} />
        </Asking>
    </>
}

function SendingPart(props: LoadedProps & { sending: Sending }) {
    const { op, words, address, sending, again } = props
    const told = useSignal('')
    const number = new Intl.NumberFormat(words.locale)
    const resume = async (ask: <T>(path: string, body: object) => Promise<Result<T, PagesFailure>>) => {
        const got = await ask('/api/operator/account/resume', { address })
        if (!got.ok) return whyText(got.error, props)
        told.value = op.done
        await again()
        return ''
    }
    return <>
        <h3>{op.accounts.sending}</h3>
        {sending.paused === undefined ? <p>{op.accounts.sends}</p> : <>
            <p class="warning">{op.accounts.paused(longDate(sending.paused, words), inert((words.language === 'it' ? sending.becauseInItalian : sending.because) ?? ''))}</p>
            <Danger {...props} name={op.accounts.resume} note={op.accounts.resumeNote} work={resume} />
        </>}
        <div role="status">{told.value}</div>
        <dl class="facts">{sending.limits.map(one => <><dt key={one.limit}>{op.accounts.limits[one.limit] ?? inert(one.limit)}</dt>
            <dd>{one.now === undefined ? number.format(one.max) : op.accounts.limitNow(number.format(one.now), number.format(one.max))}</dd></>)}</dl>
    </>
}

function Dangers(props: LoadedProps & { line: AccountLine }) {
    const { op, own, address, line, again, onBack } = props
    const secret = useSignal('')
    const told = useSignal('')
    const change = (path: string, body: object, done: () => void): Parameters<typeof Danger>[0]['work'] => async ask => {
        const got = await ask<{ done: string }>(`/api/operator/account/${path}`, { address, ...body })
        if (!got.ok) return whyText(got.error, props)
        done()
        await again()
        return ''
    }
    const setPassword: Parameters<typeof Danger>[0]['work'] = async ask => {
        const next = freshPassword(() => crypto.getRandomValues(new Uint8Array(1))[0]!)
        const got = await ask('/api/operator/account/password', { address, next })
        if (got.ok) secret.value = next
        return got.ok ? '' : whyText(got.error, props)
    }
    const remove: Parameters<typeof Danger>[0]['work'] = async (ask, form) => {
        const got = await ask('/api/operator/account/remove', { address, typed: textOf(form, 'typed') })
        if (got.ok) onBack(op.accounts.removed(inert(address)))
        return got.ok ? '' : whyText(got.error, props)
    }
    const said = () => { told.value = op.done }
    return <>
        <div role="status">{told.value}</div>
        {secret.value && <div role="status" class="card"><p>{op.accounts.passwordIs}</p><Secret own={own} text={secret.value} label={op.accounts.password} /></div>}
        <Danger {...props} name={op.accounts.password} note={op.accounts.passwordNote[line.level] ?? op.accounts.passwordNote['L1']!} work={setPassword} />
        {props.detail.sending?.paused === undefined && <Danger {...props} name={op.accounts.pause} note={op.accounts.pauseNote} work={change('pause', {}, said)} />}
        {line.secondFactor && <Danger {...props} name={op.accounts.factorOff} note={op.accounts.factorNote} work={change('second-factor-off', {}, said)} />}
        <Danger {...props} name={line.disabled ? op.accounts.enable : op.accounts.disable} note={op.accounts.disableNote} work={change('disabled', { disabled: !line.disabled }, said)} />
        <Danger {...props} name={op.accounts.remove} note={op.accounts.removeNote} work={remove}>
            <label>{op.accounts.typeIt(inert(address))}<input type="text" name="typed" required maxLength={320} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
        </Danger>
    </>
}
