package sigillo.web;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.http.Reply;

/** What a page says after something was done, carried in its address: nothing that anyone may not say. */
enum Notice {
    SIGNED_OUT(Text.SIGNED_OUT), KIT_CONFIRMED(Text.KIT_CONFIRMED), REVOKED(Text.REVOKED),
    PASSWORD_CHANGED(Text.PASSWORD_CHANGED),
    OPENED(Text.OPENED), OPENED_SOME(Text.OPENED_SOME), FACTOR_OFF(Text.FACTOR_OFF_NOW),
    LEVEL_1(Text.LEVEL_1_NOW), LEVEL_0(Text.LEVEL_0_NOW),
    MASKED_PAUSED(Text.MASKED_PAUSED), MASKED_RESUMED(Text.MASKED_RESUMED), MASKED_NOTED(Text.MASKED_NOTED), MASKED_GONE(Text.MASKED_GONE),
    SENDING_GOES(Text.SENDING_GOES), LET_IN(Text.REFUSED_LET_IN),
    FILTER_LINE(Text.FILTER_LINE_SAVED), FILTER_SAID(Text.FILTER_SAID), FILTER_UNSAID(Text.FILTER_UNSAID),
    SESSION_ENDED(Text.SESSION_ENDED), DEVICE_GRANTED(Text.DEVICE_GRANTED), DEVICE_REFUSED(Text.DEVICE_REFUSED);

    private final Text text;

    Notice(Text text) { this.text = text; }

    Reply at(String path) { return Reply.seeOther(path + "?said=" + name().toLowerCase(Locale.ROOT)); }

    static Optional<Html> of(Visit visit) {
        var said = visit.asked().query().get("said");
        return Stream.of(values()).filter(notice -> notice.name().toLowerCase(Locale.ROOT).equals(said)).findFirst()
            .map(notice -> Layout.done(visit.say(notice.text)));
    }
}
