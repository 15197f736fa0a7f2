import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Asking, PasswordAgain, Secret, textOf } from '../settings/asking'
import { Danger, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface Invitation { invitation: string, to: string, state: string, until: string, account?: string, used?: string }
const PATH = '/api/operator/invitations'
const GIB = 1024 ** 3

/** Accounts are made by who will own them. */
export function Invitations(props: PageProps) {
    const { op, own } = props
    const asked = useAsked<{ invitations: Invitation[] }>(props, PATH)
    const link = useSignal('')
    const told = useSignal('')
    const invite = async (form: FormData) => {
        const gib = Number(textOf(form, 'gib'))
        const body = { to: textOf(form, 'to').trim(), days: Number(textOf(form, 'days')), mail: textOf(form, 'mail').trim(), limit: gib > 0 ? String(Math.round(gib * GIB)) : '' }
        const got = await props.pages.postWith<{ link: string }>(PATH, textOf(form, 'password'), body)
        if (!got.ok) return whyText(got.error, props)
        link.value = got.value.link
        await asked.again()
        return ''
    }
    const revoke = (invitation: string): Parameters<typeof Danger>[0]['work'] => async ask => {
        const got = await ask(`${PATH}/revoke`, { invitation })
        if (!got.ok) return whyText(got.error, props)
        told.value = op.done
        await asked.again()
        return ''
    }
    return <>
        <h3>{op.accounts.invite}</h3>
        <p class="note">{op.accounts.inviteNote}</p>
        <Asking own={own} submit={op.accounts.make} work={invite}>
            <label>{op.accounts.to}<input type="text" name="to" required maxLength={320} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
            <label>{op.accounts.days}<input type="number" name="days" required min={1} max={30} defaultValue="7" /></label>
            <label>{op.accounts.mail}<input type="email" name="mail" maxLength={320} autocomplete="off" /></label>
            <label>{op.accounts.inviteQuota}<input type="number" name="gib" min={0.1} max={1_000_000} step="any" /></label>
            <PasswordAgain own={own} />
        </Asking>
        {link.value && <div role="status" class="card"><p>{op.accounts.link}</p><Secret own={own} text={link.value} label={op.accounts.link} /></div>}
        <h3>{op.accounts.invitations}</h3>
        <Waiting {...props} asked={asked} />
        <div role="status">{told.value}</div>
        <ul class="lines">{asked.value.value?.invitations.map(one => <li key={one.invitation}>
            <div><b>{inert(one.to)}</b><small class="note">{stateText(props, one)}</small></div>
            <Danger {...props} name={op.accounts.revoke} label={op.accounts.revokeOne(inert(one.to))}
                note={op.accounts.revokeNote} work={revoke(one.invitation)} />
        </li>)}</ul>
    </>
}

function stateText({ op, words }: PageProps, one: Invitation): string {
    const state = op.accounts.states[one.state] ?? inert(one.state)
    if (one.state === 'used') return `${state}: ${inert(one.account ?? '')}, ${longDate(one.used ?? '', words)}`
    return one.state === 'spent' ? state : `${state} ${longDate(one.until, words)}`
}
