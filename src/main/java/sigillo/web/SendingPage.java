package sigillo.web;

import java.util.Optional;
import sigillo.http.Fields;
import sigillo.http.Reply;

/** A pause of the account's sending: why, and its end, for an owner of whom more is known than a password of before. */
final class SendingPage implements Page {
    static final String PATH = "/sending";

    private final House house;

    SendingPage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var paused = paused(house, visit);
        return Layout.page(status, visit, Text.SENDING, Layout.note(note),
            paused.map(one -> about(visit, one)).orElseGet(() -> Layout.p(visit.say(Text.SENDING_GOES))));
    }

    static Optional<OwnSending.Paused> paused(House house, Visit visit) {
        var account = visit.mine().user().account();
        return house.sending().of(account, house.factor().isOn(account));
    }

    private static Html about(Visit visit, OwnSending.Paused paused) {
        var why = visit.speech().language() == Language.ITALIAN ? paused.italian() : paused.english();
        var what = Layout.warn(Html.of("<p>{} {}.</p>", visit.say(Text.SENDING_PAUSED_LONG, why), visit.speech().time(paused.since())));
        var advice = Layout.p(visit.say(Text.SENDING_ADVICE));
        if (!paused.mayLift()) return Html.of("{}{}{}", what, advice, Layout.hint(visit.say(Text.SENDING_NOT_YET)));
        return Html.of("{}{}{}{}", what, advice,
            Layout.form(visit, PATH, "keep", Layout.button(visit.say(Text.SENDING_MINE))),
            Layout.form(visit, PATH, "drop", Layout.button(visit.say(Text.SENDING_NOT_MINE))));
    }

    @Override public Reply sent(Visit visit, Fields form) {
        var account = visit.mine().user().account();
        boolean isLifted = house.sending().lift(account, house.factor().isOn(account), !form.get("do").equals("keep"));
        return isLifted ? Notice.SENDING_GOES.at(PATH) : page(403, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
    }
}
