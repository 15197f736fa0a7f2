import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Others, Recipient, Wanted } from '../contacts/lock'
import { grouped } from '../contacts/numbers'
import { accepted, refused } from '../contacts/pins'
import { suggestedPassword } from '../protected/secret'
import type { LockWords } from '../text/lock'
import { Icon } from '../ui/icons'
import type { LinkTerms, Security } from './security'

interface Props { words: LockWords, security: Security }

const DAYS = [1, 7, 28, 90]

/** Says with one sign and one word how the message goes, and opens the panel that says why. */
export function LockButton({ words, security, isOpen, onClick }: Props & { isOpen: boolean, onClick: () => void }) {
    const { state } = security.lock.value
    const isPassword = security.others.value === 'password' && state === 'open'
    const kind = isPassword ? 'half' : state
    return <button type="button" class={`plain lock ${kind}`} aria-expanded={isOpen} aria-controls="lock-panel" title={words.states[state]} onClick={onClick}>
        <Icon path={state === 'open' && !isPassword ? 'unlocked' : 'lock'} /> <span>{isPassword ? words.short.password : words.short[state]}</span></button>
}

/** Why it is so, for each recipient, and what may be otherwise. */
export function LockPanel({ words, security }: Props) {
    const lock = security.lock.value
    const others = lock.others.length > 0 && lock.why !== 'noRecipients'
    const isPassword = lock.state === 'open' && security.others.value === 'password'
    const why = isPassword ? words.passwordWhat : lock.state === 'open' ? words.why[lock.why ?? 'none'] : words.why[lock.state]
    return <section id="lock-panel" class="lock-panel" aria-label={words.title}>
        <p class={`verdict ${isPassword ? 'half' : lock.state}`}><strong>{isPassword ? words.short.password : words.states[lock.state]}.</strong> {why}</p>
        <ul class="recipients">{security.recipients.value.map(one => <Person key={one.address} words={words} security={security} one={one} />)}</ul>
        {security.own.value && <LookUp words={words} security={security} />}
        {security.own.value && <Choices name="wanted" legend={words.how} all={words.wanted} value={security.wanted.value} onChoose={one => { security.wanted.value = one as Wanted }} />}
        {others && <Choices name="others" legend={words.others} all={lock.state === 'half' || lock.why === 'some' ? words.othersChoices : withoutLeave(words.othersChoices)}
            value={security.others.value} onChoose={one => security.chooseOthers(one as Others)} />}
        {others && security.others.value === 'password' && <Terms words={words} security={security} />}
        {security.own.value && lock.state !== 'closed' && <label class="check"><input type="checkbox" checked={security.signsClear.value}
            onChange={event => { security.signsClear.value = event.currentTarget.checked }} /> {words.signClear}</label>}
    </section>
}

function withoutLeave({ leave: _, ...all }: LockWords['othersChoices']): Record<string, string> { return all }

function Choices({ name, legend, all, value, onChoose }: { name: string, legend: string, all: Record<string, string>, value: string | undefined, onChoose: (one: string) => void }) {
    return <fieldset><legend>{legend}</legend>{Object.entries(all).map(([one, text]) => <label class="check"><input type="radio" name={name} checked={value === one}
        onChange={() => onChoose(one)} /> {text}</label>)}</fieldset>
}

function Person({ words, security, one }: Props & { one: Recipient }) {
    const { choice, address, isBcc } = one
    const book = security.endToEnd?.book
    const decide = (change: typeof refused) => { void book?.change(pins => change(pins, address)) }
    return <li class={choice.kept && (choice.byItself || security.lock.value.encrypted.includes(one)) ? 'good' : 'none'}>
        <span class="address">{address}</span> <span class="reason">{words.reasons[choice.reason]} {isBcc && choice.kept && words.bcc}</span>
        {choice.reason === 'changed' && choice.offered && <div class="changed" role="group" aria-label={address}>
            <code>{words.oldFingerprint(grouped(choice.kept?.fingerprint ?? ''))}</code><code>{words.newFingerprint(grouped(choice.offered.fingerprint))}</code>
            <button type="button" onClick={() => decide(refused)}>{words.keep}</button>
            <button type="button" onClick={() => decide((pins, who) => accepted(pins, who, Date.now()))}>{words.change}</button>
        </div>}
    </li>
}

function LookUp({ words, security }: Props): JSX.Element | null {
    const isBusy = useSignal(false)
    if (!security.recipients.value.some(one => one.choice.kept === undefined || one.choice.reason === 'gossip')) return null
    return <p class="hint"><button type="button" class="plain" disabled={isBusy.value} onClick={() => {
        isBusy.value = true
        void security.lookUp().finally(() => { isBusy.value = false })
    }}>{isBusy.value ? words.lookingUp : words.lookUp}</button> {words.lookUpWhy}</p>
}

function Terms({ words, security }: Props) {
    const terms = security.terms.value!
    const set = (part: Partial<LinkTerms>) => { security.terms.value = { ...terms, ...part } }
    const check = (name: 'isOnce' | 'tells' | 'takesReplies', text: string) => <label class="check"><input type="checkbox" checked={terms[name]}
        onChange={event => set({ [name]: event.currentTarget.checked })} /> {text}</label>
    return <div class="terms">
        {security.lock.value.state !== 'open' && <p class="hint">{words.passwordWhat}</p>}
        <label class="password"><span>{words.password}</span><input type="text" autocomplete="off" spellcheck={false} autocapitalize="none" maxLength={1024} value={terms.password}
            aria-describedby="password-hint" onInput={event => set({ password: event.currentTarget.value })} /></label>
        <button type="button" onClick={() => set({ password: suggestedPassword() })}>{words.suggest}</button>
        <p class="hint" id="password-hint">{words.passwordHint}</p>
        <label><span>{words.days}</span> <select value={String(terms.days)} onChange={event => set({ days: Number(event.currentTarget.value) })}>{DAYS.map(one =>
            <option value={String(one)}>{words.daysOf(one)}</option>)}</select></label>
        <label><span>{words.language}</span> <select value={terms.language} onChange={event => set({ language: event.currentTarget.value as LinkTerms['language'] })}>{Object.entries(words.languages).map(([one, text]) =>
            <option value={one}>{text}</option>)}</select></label>
        {check('isOnce', words.once)}{check('tells', words.tell)}{check('takesReplies', words.replies)}
    </div>
}
