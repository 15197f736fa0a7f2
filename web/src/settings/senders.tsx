import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { Asking, failureText, type OwnProps, textOf } from './asking'
import { useAsked } from '../ui/connection'
import { Loading } from '../ui/missing'

export type Word = 'allow' | 'block' | 'refuse'
export interface Filter { isOn: boolean, list: { who: string, word: Word }[] }
export const LIST = '/api/filter/list'
const WORDS: Word[] = ['block', 'refuse', 'allow']

/** Whose mail is let in, goes to Junk, is refused: docs/filter.md. */
export function Senders({ words, own, pages }: OwnProps) {
    const filter = useSignal<Filter | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<Filter>('/api/filter')
        if (got.ok) filter.value = got.value
        told.value = got.ok ? '' : failureText(got.error, own)
    }
    useAsked(load, () => filter.value === undefined)
    const add = async (form: FormData) => {
        const now = await pages.post<Filter>(LIST, { who: textOf(form, 'who').trim(), word: textOf(form, 'word') })
        if (now.ok) filter.value = now.value
        return now.ok ? '' : failureText(now.error, own)
    }
    const remove = async (who: string) => {
        const now = await pages.remove<Filter>(LIST, { who })
        if (now.ok) filter.value = now.value
        told.value = now.ok ? words.settings.saved : failureText(now.error, own)
    }
    const now = filter.value
    return <>
        <p class="note">{own.senders.what}</p>
        {now?.isOn === false && <p class="note">{own.senders.filterOff}</p>}
        <Asking own={own} submit={own.senders.add} work={add}>
            <label>{own.senders.who}<input type="text" name="who" required maxLength={320} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
            <label>{own.senders.word}<select name="word">{WORDS.map(one => <option value={one}>{own.senders.words[one]}</option>)}</select></label>
        </Asking>
        <h3>{own.senders.list}</h3>
        {now === undefined && told.value === '' && <Loading words={words} />}
        {now?.list.length === 0 && <p>{own.senders.none}</p>}
        <ul class="lines">{now?.list.map(one => <li key={one.who}>
            <div><b>{inert(one.who)}</b> <span class="note">{own.senders.words[one.word]}</span></div>
            <button type="button" aria-label={own.senders.removeOne(inert(one.who))} onClick={() => void remove(one.who)}>{own.senders.remove}</button>
        </li>)}</ul>
        <div role="status">{told.value}</div>
        <p><a href="/refused">{own.senders.refused}</a></p>
    </>
}
