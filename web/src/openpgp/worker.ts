import { fail } from '../base/result'
import type { Answered, Asked, Calls, OpenedMessage } from './calls'
import { Engine } from './engine'

const engine: Calls = new Engine()
const CALLS = new Set<string>(Object.getOwnPropertyNames(Engine.prototype).filter(one => one !== 'constructor'))

/** One after the other: a call finds the keys as the one before has left them. */
let last: Promise<unknown> = Promise.resolve()

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
    last = last.then(() => answer(data))
})

async function answer(asked: Asked): Promise<void> {
    const call = CALLS.has(asked.call) ? engine[asked.call] as (...all: unknown[]) => Promise<Answered['result']> : undefined
    // a surprise ends this call, not the worker
    const result = call ? await call.apply(engine, asked.with).catch(() => fail('malformed' as const)) : fail('malformed' as const)
    postMessage({ id: asked.id, result } satisfies Answered, { transfer: largeIn(result) })
}

/** What is large in an opened message is handed over, and not copied. */
function largeIn(result: Answered['result']): Transferable[] {
    const { body, apart = [] } = result.ok ? (result.value ?? {}) as Partial<OpenedMessage> : {}
    const bodies = [body, ...Array.isArray(apart) ? apart.map(one => one.body) : []]
    return bodies.flatMap(one => one ? Object.values(one.contents).map(({ octets }) => octets.buffer) : [])
}
