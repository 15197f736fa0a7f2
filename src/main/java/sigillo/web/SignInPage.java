package sigillo.web;

import java.time.Duration;
import java.util.Optional;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.WebSignIn.Answer;

/** Address and password, then a code where one is wanted. Whatever is wrong looks alike. */
final class SignInPage implements Page {
    private final House house;
    private final Sessions sessions;

    SignInPage(House house, Sessions sessions) {
        this.house = house;
        this.sessions = sessions;
    }

    @Override public boolean isOpen() { return true; }

    @Override public Reply shown(Visit visit) {
        if (visit.session().isPresent()) return Reply.seeOther(onward(visit.asked().query().get("to")));
        return passwordPage(200, visit, Notice.of(visit), "", visit.asked().query().get("to"));
    }

    @Override public Reply sent(Visit visit, Fields form) {
        return form.get("do").equals("code") ? code(visit, form) : password(visit, form);
    }

    private Reply password(Visit visit, Fields form) {
        var user = form.get("address").strip();
        var to = form.get("to");
        var answer = house.signIn().byPassword(user, form.get("password"), Optional.of(visit.asked().client()));
        return switch (answer) {
            case Answer.In in -> in(visit, in, to);
            case Answer.CodeWanted(var continuation, _, _) -> codePage(200, visit, Optional.empty(), continuation, to);
            case Answer.Refused _ -> passwordPage(403, visit, wrong(visit, Text.SIGN_IN_REFUSED), user, to);
            case Answer.Unsaid() -> passwordPage(403, visit, wrong(visit, Text.PASSWORD_UNSAID), user, to);
            case Answer.Slowed(var after) ->
                slowed(passwordPage(429, visit, wrong(visit, Text.SLOWED, seconds(after)), user, to), after);
        };
    }

    private Reply code(Visit visit, Fields form) {
        var continuation = form.get("continuation");
        var to = form.get("to");
        var answer = house.signIn().code(continuation, form.get("code"), Optional.of(visit.asked().client()));
        return switch (answer) {
            case Answer.In in -> in(visit, in, to);
            case Answer.CodeWanted(var next, _, _) -> codePage(403, visit, wrong(visit, Text.CODE_WRONG), next, to);
            case Answer.Refused _, Answer.Unsaid _ -> passwordPage(403, visit, wrong(visit, Text.CODE_REFUSED), "", to);
            case Answer.Slowed(var after) ->
                slowed(codePage(429, visit, wrong(visit, Text.SLOWED, seconds(after)), continuation, to), after);
        };
    }

    private Reply in(Visit visit, Answer.In in, String to) {
        visit.session().ifPresent(sessions::end);
        return sessions.begin(visit.asked(), in.user(), in.unlocked(), in.kitToConfirm())
            .map(begun -> Site.signedIn(Reply.seeOther(onward(to)), begun.secret()))
            .orElseGet(() -> passwordPage(503, visit, wrong(visit, Text.TOO_MANY_SESSIONS), "", to));
    }

    private static String onward(String to) { return Onward.parse(to).map(Onward::text).orElse("/"); }

    /** What the forms carry of where one goes from here. */
    private static Html to(String to) {
        return Onward.parse(to).map(one -> Html.of("<input type=\"hidden\" name=\"to\" value=\"{}\">\n", one.text()))
            .orElse(Html.NONE);
    }

    // ---- the two pages ----

    private Reply passwordPage(int status, Visit visit, Optional<Html> note, String user, String to) {
        return Layout.page(status, visit, Text.SIGN_IN, Layout.note(note), Layout.form(visit, "/sign-in", "password", to(to),
            Layout.address(visit, user, "autofocus"),
            Layout.password(visit), Layout.button(visit.say(Text.SIGN_IN))),
            Html.of("<p><a href=\"/forgot\">{}</a></p>\n", visit.say(Text.FORGOT)),
            Layout.hint(visit.say(Text.SIGN_IN_HINT, house.name())));
    }

    private Reply codePage(int status, Visit visit, Optional<Html> note, String continuation, String to) {
        return Layout.page(status, visit, Text.CODE, Layout.note(note), Layout.form(visit, "/sign-in", "code", to(to),
            Layout.p(visit.say(Text.CODE_LONG)),
            Html.of("<input type=\"hidden\" name=\"continuation\" value=\"{}\">\n", continuation),
            Layout.code(visit, "autofocus"),
            Layout.button(visit.say(Text.SIGN_IN))),
            Html.of("<p><a href=\"/sign-in\">{}</a></p>\n", visit.say(Text.BEGIN_AGAIN)));
    }

    private static Optional<Html> wrong(Visit visit, Text text, Object... values) {
        return Optional.of(Layout.wrong(visit.say(text, values)));
    }

    private static Reply slowed(Reply reply, Duration after) {
        return reply.with("Retry-After", Long.toString(seconds(after)));
    }

    private static long seconds(Duration time) { return Math.max(1, time.toSeconds()); }
}
