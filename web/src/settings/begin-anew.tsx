import type { Client } from '../jmap/client'
import type { SieveScript } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { keptName } from './rules'

/** Of the script that rules are in, after somebody has written in it by hand; `names`: of all. */
export interface Foreign { script: SieveScript, names: string[] }
interface Props { words: Messages, client: Client, foreign: Foreign, begin: () => Promise<boolean>, onDone: (told: string) => void }

/** It stays, under another name; rules begin anew beside it, and are what runs. `begin`: makes the new script. */
export function BeginAnew({ words, client, foreign: { script, names }, begin, onDone }: Props) {
    const keep = async () => {
        const name = keptName(script.name, names)
        if (!confirm(words.settings.anewSure(inert(name)))) return
        const update = { [script.id]: { name } }
        const set = await client.call('SieveScript/set', { accountId: client.accountId, update }).answer
        const isKept = set.ok && set.value.updated !== null && set.value.updated !== undefined && script.id in set.value.updated
        const isDone = isKept && await begin()
        onDone(isDone ? words.settings.anewDone(inert(name)) : words.settings.notSaved)
    }
    return <div class="rules"><p role="alert">{words.settings.foreignScript(inert(script.name))}</p>
        <p class="note">{words.settings.anewWhat}</p>
        <button type="button" onClick={() => void keep()}>{words.settings.anew}</button></div>
}
