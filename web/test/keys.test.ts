import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KEYS, Keys } from '../src/ui/keys'

function pressed(key: string, more = {}) {
    return { key, ctrlKey: false, metaKey: false, altKey: false, isTyping: false, ...more }
}

test('each key is one action, alone or after another', () => {
    const all = Object.values(KEYS).flat()
    assert.equal(new Set(all).size, all.length)
    for (const [action, keys] of Object.entries(KEYS)) {
        for (const one of keys) {
            const state = new Keys(() => false)
            const found = one.split(' ').map((key, i) => state.action(key.startsWith('Mod+') ? pressed(key.slice(4), { ctrlKey: true }) : pressed(key), i * 100))
            assert.equal(found.at(-1), action)
        }
    }
})

test('nothing fires while somebody types, or with Ctrl, Alt or Meta', () => {
    for (const more of [{ isTyping: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
        assert.equal(new Keys(() => false).action(pressed('e', more), 0), undefined)
    }
})

test('a sequence that takes too long is none', () => {
    const keys = new Keys(() => false)
    assert.equal(keys.action(pressed('g'), 0), undefined)
    assert.equal(keys.action(pressed('i'), 1_500), undefined)
})

test('letters can be switched off; what is no letter stays, and so does the palette', () => {
    const keys = new Keys(() => true)
    assert.equal(keys.action(pressed('e'), 0), undefined)
    assert.equal(keys.action(pressed('ArrowDown'), 0), 'next')
    assert.equal(keys.action(pressed('k', { metaKey: true, isTyping: true }), 0), 'palette')
    assert.equal(keys.action(pressed('k', { metaKey: true, altKey: true }), 0), undefined)
})
