package sigillo.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sigillo.doctor.Board;
import sigillo.doctor.Line;
import sigillo.doctor.Subject;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.preflight.Result;
import sigillo.preflight.State;

/** The board of the server, for who looks after it; for all others there is no such page. */
final class StatusPage implements Page {
    static final String PATH = "/status";
    /** In seconds, while nothing is known yet. */
    private static final int LOOK_AGAIN = 5;

    private final StatusBoard board;

    StatusPage(StatusBoard board) { this.board = board; }

    boolean isFor(Visit visit) { return visit.session().filter(session -> board.isFor(session.user().account())).isPresent(); }

    @Override public Reply shown(Visit visit) {
        if (!isFor(visit)) return Layout.page(404, visit, Text.NOT_FOUND, Layout.p(visit.say(Text.NOT_FOUND_LONG)));
        return board.last().map(found -> page(visit, found)).orElseGet(() -> {
            board.look();
            return Layout.page(visit, Text.STATUS, Html.of("<p role=\"status\">{}</p>\n", visit.say(Text.STATUS_WAIT))).with("Refresh", LOOK_AGAIN + "; url=" + PATH);
        });
    }

    @Override public Reply sent(Visit visit, Fields form) {
        if (isFor(visit)) board.look();
        return Reply.seeOther(PATH);
    }

    private static Reply page(Visit visit, Board found) {
        var wrong = found.wrong();
        var whole = wrong.isEmpty() ? Layout.done(visit.say(Text.STATUS_WELL)) : Layout.wrong(visit.say(Text.STATUS_WRONG, wrong.size()));
        return Layout.page(visit, Text.STATUS, whole, Html.of("<p class=\"hint\">{} {}</p>\n", visit.say(Text.STATUS_AT), visit.speech().time(found.at())),
            Html.join(Arrays.stream(Subject.values()).map(subject -> card(visit, subject, found.of(subject))).toList()),
            Layout.form(visit, PATH, "look", Layout.p(visit.say(Text.STATUS_LOOK_LONG)), Layout.button(visit.say(Text.STATUS_LOOK))));
    }

    /** Under its worst state; what is fine in few words. */
    private static Html card(Visit visit, Subject subject, List<Line> lines) {
        var worst = lines.stream().findFirst().map(line -> line.result().state()).orElse(State.UNKNOWN);
        return Html.of("<section class=\"card\"><h2>{} <span class=\"badge {}\">{}</span></h2>\n{}</section>\n", SetupBefore.say(visit, subject.title()),
            SetupBefore.kind(worst), visit.say(SetupBefore.text(worst)), lines.stream().map(line -> line(visit, line.result())).toList());
    }

    private static Html line(Visit visit, Result one) {
        var sentence = Html.of("<p>{}</p>\n", SetupBefore.say(visit, one.sentence()));
        var next = Optional.of(SetupBefore.say(visit, one.next())).filter(text -> !text.isEmpty());
        return Html.join(List.of(sentence, next.map(text -> Html.of("<p class=\"hint\">→ {}</p>\n", text)).orElse(Html.NONE)));
    }
}
