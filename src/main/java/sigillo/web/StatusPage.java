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

    /** Its own script, and the worker that it asks for; nothing else more than on other pages. */
    private static final String POLICY = Reply.SAFETY.get("Content-Security-Policy")
        + "; script-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types status";

    private final StatusBoard board;

    StatusPage(StatusBoard board) { this.board = board; }

    boolean isFor(Visit visit) { return visit.session().filter(session -> board.isFor(session.user().account())).isPresent(); }

    @Override public Reply shown(Visit visit) {
        if (!isFor(visit)) return Layout.page(404, visit, Text.NOT_FOUND, Layout.p(visit.say(Text.NOT_FOUND_LONG)));
        return board.last().map(found -> page(visit, found, Html.NONE)).orElseGet(() -> {
            board.look();
            return Layout.page(visit, Text.STATUS, Html.of("<p role=\"status\">{}</p>\n", visit.say(Text.STATUS_WAIT))).with("Refresh", LOOK_AGAIN + "; url=" + PATH);
        });
    }

    @Override public Reply sent(Visit visit, Fields form) {
        if (!isFor(visit)) return Reply.seeOther(PATH);
        var account = visit.session().orElseThrow().user().account();
        switch (form.get("do")) {
            case "push" -> {
                if (!board.subscribe(account, form.get("endpoint"), form.get("p256dh"), form.get("auth"))) return Layout.page(422, visit, Text.STATUS, Layout.wrong(visit.say(Text.STATUS_PUSH_NOT)));
            }
            case "order" -> {
                return board.last().map(found -> page(visit, found, board.order().map(why -> Layout.wrong(visit.say(SetupText.NOT_ORDERED, why)))
                    .orElse(Layout.done(visit.say(Text.STATUS_ORDERED))))).orElseGet(() -> Reply.seeOther(PATH));
            }
            case "unpush" -> board.unsubscribe(account, form.get("endpoint"));
            default -> board.look();
        }
        return Reply.seeOther(PATH);
    }

    private Reply page(Visit visit, Board found, Html note) {
        var wrong = found.wrong();
        var whole = wrong.isEmpty() ? Layout.done(visit.say(Text.STATUS_WELL)) : Layout.wrong(visit.say(Text.STATUS_WRONG, wrong.size()));
        var page = Layout.page(visit, Text.STATUS, note, whole, Html.of("<p class=\"hint\">{} {}</p>\n", visit.say(Text.STATUS_AT), visit.speech().time(found.at())),
            Html.join(Arrays.stream(Subject.values()).map(subject -> card(visit, subject, found.of(subject))).toList()),
            Layout.form(visit, PATH, "look", Layout.p(visit.say(Text.STATUS_LOOK_LONG)), Layout.button(visit.say(Text.STATUS_LOOK))),
            board.pushKey().map(key -> push(visit, key)).orElse(Html.NONE));
        return board.pushKey().isPresent() ? page.with("Content-Security-Policy", POLICY) : page;
    }

    /** Shown by the script, where the browser can be told. */
    private Html push(Visit visit, String key) {
        var fields = Html.of("<input type=\"hidden\" name=\"endpoint\"><input type=\"hidden\" name=\"p256dh\"><input type=\"hidden\" name=\"auth\">\n");
        long told = board.browsers(visit.session().orElseThrow().user().account());
        return Html.of("<section class=\"card\" id=\"push\" data-key=\"{}\" hidden><h2>{}</h2>\n<p>{}</p>\n<p class=\"hint\">{}</p>\n<div id=\"push-on\" hidden>{}</div>\n"
            + "<div id=\"push-off\" hidden>{}</div>\n<p id=\"push-denied\" role=\"alert\" hidden>{}</p></section>\n<script src=\"/status.js\" defer></script>\n", key, visit.say(Text.STATUS_PUSH), visit.say(Text.STATUS_PUSH_LONG),
            visit.say(Text.STATUS_PUSH_COUNT, told), Layout.form(visit, PATH, "push", fields, Layout.button(visit.say(Text.STATUS_PUSH_ON))),
            Layout.form(visit, PATH, "unpush", fields, Layout.button(visit.say(Text.STATUS_PUSH_OFF))), visit.say(Text.STATUS_PUSH_DENIED));
    }

    /** Under its worst state; what is fine in few words. */
    private Html card(Visit visit, Subject subject, List<Line> lines) {
        var worst = lines.stream().findFirst().map(line -> line.result().state()).orElse(State.UNKNOWN);
        var button = subject == Subject.CERTIFICATES && board.mayOrder()
            ? Layout.form(visit, PATH, "order", Layout.button(visit.say(SetupText.ORDER_AGAIN))) : Html.NONE;
        return Html.of("<section class=\"card\"><h2>{} <span class=\"badge {}\">{}</span></h2>\n{}{}</section>\n", SetupBefore.say(visit, subject.title()),
            SetupBefore.kind(worst), visit.say(SetupBefore.text(worst)), lines.stream().map(line -> line(visit, line.result())).toList(), button);
    }

    static Html line(Visit visit, Result one) {
        var sentence = Html.of("<p>{}</p>\n", SetupBefore.say(visit, one.sentence()));
        var next = Optional.of(SetupBefore.say(visit, one.next())).filter(text -> !text.isEmpty());
        return Html.join(List.of(sentence, next.map(text -> Html.of("<p class=\"hint\">→ {}</p>\n", text)).orElse(Html.NONE)));
    }
}
