package sigillo.web;

import java.util.Optional;
import sigillo.base.NetworkTries;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Credentials.Unlocking;

/**
 * Mail from before an operator's reset, opened by the recovery code or the password that was his before. Also before
 * the kit: who has one of these may open it first.
 */
final class LockedPage implements Page {
    private final House house;
    private final NetworkTries tries;

    LockedPage(House house, NetworkTries tries) {
        this.house = house;
        this.tries = tries;
    }

    @Override public boolean isBeforeKit() { return true; }

    @Override public Reply shown(Visit visit) {
        return visit.mine().unlocked().isWhole() ? Reply.seeOther("/") : page(200, visit, Optional.empty());
    }

    @Override public Reply sent(Visit visit, Fields form) {
        if (!tries.mayTry(visit.asked().client())) return page(429, visit, Optional.of(Text.SLOWED_A_WHILE));
        return switch (house.credentials().unlock(visit.mine().user().address(), form.get("former"))) {
            case Edited.Done<Unlocking>(var now) ->
                now.isWhole() ? Notice.OPENED.at(next(visit)) : Notice.OPENED_SOME.at("/locked");
            case Edited.Refused<Unlocking> _ -> page(403, visit, Optional.of(Text.NEITHER));
        };
    }

    private static String next(Visit visit) { return visit.mine().isKitToConfirm() ? "/kit" : "/"; }

    private static Reply page(int status, Visit visit, Optional<Text> wrong) {
        return Layout.page(status, visit, Text.LOCKED, Layout.note(Layout.wrong(visit, wrong).or(() -> Notice.of(visit))),
            Layout.p(visit.say(Text.LOCKED_WHAT)),
            Layout.form(visit, "/locked", "open",
                Layout.field(visit.say(Text.CODE_OR_FORMER), "former", "password",
                    "required autocomplete=\"off\" maxlength=\"1024\""),
                Layout.button(visit.say(Text.OPEN_MAIL))),
            visit.mine().isKitToConfirm()
                ? Html.of("<p><a href=\"/kit\">{}</a></p>\n", visit.say(Text.KIT)) : Html.NONE);
    }
}
