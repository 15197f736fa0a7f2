#!/bin/sh
# Chromium as stories start it: without the two pages of its own that it loads beside each window (what it proposes
# below its address bar, where nobody types here) and without a process in store for a page that may come. Of several
# lists of features Chromium takes the last: so they are added to the one that is there.
for word do
    shift
    case $word in --disable-features=*) word=$word,WebUIOmniboxPopup,WebUIOmniboxFullPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess ;; esac
    set -- "$@" "$word"
done
exec "${CHROMIUM:-/usr/bin/chromium}" "$@"
