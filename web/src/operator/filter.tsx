import { useSignal } from '@preact/signals'
import { Asking, PasswordAgain, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import { Danger, useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface FilterOf { isOn: boolean, junkFrom: number, engines: string[], list: { who: string, word: string }[] }
const PATH = '/api/operator/filter'

/** How mail is sorted on this server, and whom it knows for all accounts. */
export function Filter(props: PageProps) {
    const { op, own, words } = props
    const asked = useAsked<FilterOf>(props, PATH)
    const told = useSignal('')
    const change = async (path: string, password: string, body: object) => {
        const got = await props.pages.postWith(`${PATH}/${path}`, password, body)
        if (!got.ok) return whyText(got.error, props)
        await asked.again()
        return ''
    }
    const remove = async (who: string, form: FormData) => {
        const why = await change('unlist', textOf(form, 'password'), { who })
        if (why === '') told.value = op.done
        return why
    }
    const now = asked.value.value
    if (now === undefined) return <Waiting {...props} asked={asked} />
    return <>
        <p>{now.isOn ? op.filter.on(new Intl.NumberFormat(words.locale).format(now.junkFrom)) : op.filter.off}</p>
        <p class="note">{op.filter.config}</p>
        <h3>{op.filter.engines}</h3>
        {now.engines.length === 0 ? <p>{op.filter.noEngines}</p> : <ul>{now.engines.map(one => <li key={one}>{inert(one)}</li>)}</ul>}
        <h3>{op.filter.list}</h3>
        {now.list.length === 0 && <p>{op.filter.none}</p>}
        <ul class="lines">{now.list.map(one => <li key={one.who}>
            <div><b>{inert(one.who)}</b> <span class="note">{op.filter.words[one.word] ?? inert(one.word)}</span></div>
            <Danger {...props} name={op.filter.remove} label={op.filter.removeOne(inert(one.who))} note={op.filter.removeNote} work={(_, form) => remove(one.who, form)} />
        </li>)}</ul>
        <div role="status">{told.value}</div>
        <Asking own={own} submit={op.filter.add} isQuiet work={form => change('list', textOf(form, 'password'), { who: textOf(form, 'who').trim(), word: textOf(form, 'word') })}>
            <label>{op.filter.who}<input type="text" name="who" required maxLength={320} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
            <label>{op.filter.word}<select name="word">{Object.entries(op.filter.words).map(([word, name]) => <option key={word} value={word}>{name}</option>)}</select></label>
            <PasswordAgain own={own} />
        </Asking>
    </>
}
