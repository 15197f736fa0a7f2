// Goes on once another server answers here; until then this page stays.
'use strict';

async function look() {
    try {
        const answer = await fetch('/setup', {cache: 'no-store'});
        if (answer.ok && !(await answer.text()).includes('/begins.js')) return location.replace('/setup');
    } catch {
        // nobody is here just now
    }
    setTimeout(look, 1000);
}

setTimeout(look, 1000);
