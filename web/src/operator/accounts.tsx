import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { sizeText } from '../text/sizes'
import { Asking, textOf } from '../settings/asking'
import { AccountPage } from './account-page'
import { useAsked, Waiting, whyText } from './asking'
import { Invitations } from './invitations'
import type { PageProps } from './operator-dialog'

export interface AccountLine { address: string, level: string, secondFactor: boolean, kitToConfirm: boolean, disabled: boolean, created: string, held?: number, max?: number }
interface AccountPageOf { accounts: AccountLine[], found: number, next?: string }

/**
 * Accounts, by a part of their address; one is opened for what can be done with it. `what`: the one that is opened at
 * once.
 */
export function Accounts(props: PageProps) {
    const chosen = useSignal(props.what)
    const told = useSignal('')
    const back = (said: string) => {
        chosen.value = ''
        told.value = said
    }
    return chosen.value === '' ? <AccountList {...props} told={told.value} onOpen={address => { chosen.value = address }} />
        : <AccountPage {...props} address={chosen.value} onBack={back} />
}

function AccountList(props: PageProps & { told: string, onOpen: (address: string) => void }) {
    const { op, own, told, onOpen } = props
    const search = useSignal('')
    const asked = useAsked<AccountPageOf>(props, pathOf(search.value, ''))
    const later = useSignal<{ of: string, lines: AccountLine[], next: string | undefined } | undefined>(undefined)
    const wrong = useSignal('')
    const first = asked.value.value
    const more = later.value?.of === search.value ? later.value : undefined
    const next = more ? more.next : first?.next
    const showMore = async () => {
        const of = search.value
        const got = await props.pages.get<AccountPageOf>(pathOf(of, next!))
        wrong.value = got.ok ? '' : whyText(got.error, props)
        if (got.ok) later.value = { of, lines: [...more?.lines ?? [], ...got.value.accounts], next: got.value.next }
    }
    return <>
        <div role="status">{told}</div>
        <Asking own={own} submit={op.search} isQuiet work={async form => { search.value = textOf(form, 'search').trim(); return '' }}>
            <label>{op.accounts.find}<input type="text" name="search" maxLength={320} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
        </Asking>
        <Waiting {...props} asked={asked} />
        {first && <p role="status">{first.found === 0 ? op.accounts.none : op.accounts.found(first.found)}</p>}
        <ul class="lines">{[...first?.accounts ?? [], ...more?.lines ?? []].map(one => <AccountItem key={one.address} {...props} line={one} onOpen={onOpen} />)}</ul>
        {wrong.value && <p role="alert" class="wrong">{wrong.value}</p>}
        {next !== undefined && <button type="button" onClick={() => void showMore()}>{op.more}</button>}
        <Invitations {...props} />
    </>
}

function pathOf(search: string, after: string): string { return `/api/operator/accounts?${new URLSearchParams({ search, after })}` }

function AccountItem(props: PageProps & { line: AccountLine, onOpen: (address: string) => void }) {
    const { op, line, onOpen } = props
    return <li>
        <div><b>{inert(line.address)}</b> <AccountBadges {...props} line={line} />
            <small class="note">{holdsText(props, line)}</small></div>
        <button type="button" aria-label={op.accounts.openOne(inert(line.address))} onClick={() => onOpen(line.address)}>{op.accounts.open}</button>
    </li>
}

export function AccountBadges({ op, line }: PageProps & { line: AccountLine }) {
    return <>
        <span class="badge" title={op.accounts.levels[line.level]}>{op.accounts.short[line.level] ?? inert(line.level)}</span>{' '}
        {line.secondFactor && <span class="badge">{op.accounts.factor}</span>}{' '}
        {line.kitToConfirm && <span class="badge">{op.accounts.kit}</span>}{' '}
        {line.disabled && <span class="badge is-wrong">{op.accounts.disabled}</span>}
    </>
}

export function holdsText({ op, words }: PageProps, { held, max, created }: { held?: number, max?: number, created?: string }): string {
    const holds = held === undefined ? '' : op.accounts.holds(sizeText(held, words), max === undefined ? '' : sizeText(max, words))
    return [holds, created ? op.accounts.created(longDate(created, words)) : ''].filter(one => one !== '').join(', ')
}
