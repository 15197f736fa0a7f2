package sigillo.web;

import sigillo.keyring.Level;

/** What there is, and how it stands. */
final class HomePage implements Page {
    private final House house;

    HomePage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) {
        return Layout.page(visit, Text.OVERVIEW, Layout.note(Notice.of(visit)), level(visit));
    }

    @Override public Reply sent(Visit visit, Fields form) { return Reply.seeOther("/"); }

    private Html level(Visit visit) {
        boolean isOwners = house.keyring().level(visit.mine().user().account()) == Level.L1;
        return Html.of("<section class=\"card\"><h2>{}</h2><p>{}</p></section>\n", visit.say(isOwners ? Text.LEVEL_1 : Text.LEVEL_0),
            visit.say(isOwners ? Text.LEVEL_1_SHORT : Text.LEVEL_0_SHORT));
    }
}
