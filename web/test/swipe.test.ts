import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Swipe } from '../src/mail/swipe'

function finger(...way: [number, number][]) {
    const done: number[] = []
    let at = 0
    const swipe = new Swipe(by => { at = by }, direction => done.push(direction))
    swipe.down(200, 300)
    const sideways = way.map(([x, y]) => swipe.moved(200 + x, 300 + y))
    const shown = at
    swipe.up()
    return { done, shown, sideways, at }
}

test('far enough to a side does it, in that direction', () => {
    assert.deepEqual(finger([20, 2], [100, 8]).done, [1])
    assert.deepEqual(finger([-20, 2], [-120, -8]).done, [-1])
})

test('not far enough, or back again, does nothing, and the row comes back', () => {
    const short = finger([20, 0], [80, 0])
    assert.deepEqual([short.done, short.shown, short.at], [[], 80, 0])
    assert.deepEqual(finger([20, 0], [120, 0], [10, 0]).done, [])
})

test('who scrolls does not swipe, however far he goes to the side afterwards', () => {
    const scrolled = finger([2, 20], [150, 30])
    assert.deepEqual([scrolled.done, scrolled.shown, scrolled.sideways], [[], 0, [false, false]])
})

test('what the browser takes away is given up', () => {
    const done: number[] = []
    const swipe = new Swipe(() => undefined, direction => done.push(direction))
    swipe.down(0, 0)
    swipe.moved(150, 0)
    swipe.cancel()
    swipe.up()
    assert.deepEqual(done, [])
})
