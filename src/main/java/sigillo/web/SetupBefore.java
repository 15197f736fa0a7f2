package sigillo.web;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.preflight.Titles;
import sigillo.preflight.Words;
import sigillo.setup.Progress.Stage;

/** The pages before there is anything: this machine, names, of whom certificates are ordered. For who has shown the code. */
final class SetupBefore {
    /** In seconds, of pages that go on by themselves. */
    private static final int LOOK_AGAIN = 3;
    private static final int BEGINS_AGAIN = 10;

    private final SetupWork work;

    SetupBefore(SetupWork work) { this.work = work; }

    Reply shown(Visit visit) {
        return switch (work.progress().stage()) {
            case NAMES -> names(200, visit, Optional.empty());
            case CERTIFICATE -> certificate(200, visit, missed(visit));
            default -> check(visit, SetupAdvice.asking(visit));
        };
    }

    Reply sent(Visit visit, Fields form) {
        return switch (form.get("do")) {
            case "checked" -> at(Stage.NAMES);
            case "advise" -> work.progress().stage() == Stage.CHECK ? check(visit, SetupAdvice.given(visit, form)) : Reply.seeOther(SetupDoor.PATH);
            case "to-check" -> at(Stage.CHECK);
            case "to-names" -> at(Stage.NAMES);
            case "names" -> named(visit, form);
            case "certificate" -> work.progress().stage() == Stage.CERTIFICATE ? settled(visit, form) : Reply.seeOther(SetupDoor.PATH);
            default -> Reply.seeOther(SetupDoor.PATH);
        };
    }

    private Reply at(Stage stage) {
        work.progress().at(stage);
        return Reply.seeOther(SetupDoor.PATH);
    }

    static Reply waiting(Visit visit, Sentence title, Sentence why, int seconds) {
        return Layout.page(visit, title, Html.of("<p role=\"status\">{}</p>\n<p><a class=\"button\" href=\"{}\">{}</a></p>\n",
            visit.say(why), SetupDoor.PATH, visit.say(SetupText.LOOK_AGAIN))).with("Refresh", seconds + "; url=" + SetupDoor.PATH);
    }

    /**
     * The server is about to be another. Its script asks until that is there: for a moment nobody is, and a browser that loads the page just then
     * shows one of its own and goes on no more. One without scripts tries once.
     */
    static Reply begins(Visit visit) {
        return Layout.page(visit, SetupText.BEGINS, Html.of("<p role=\"status\">{}</p>\n<p><a class=\"button\" href=\"{}\">{}</a></p>\n"
            + "<noscript><meta http-equiv=\"refresh\" content=\"{}; url={}\"></noscript>\n<script src=\"{}\" defer></script>\n",
            visit.say(SetupText.BEGINS_LONG), SetupDoor.PATH, visit.say(SetupText.LOOK_AGAIN), BEGINS_AGAIN, SetupDoor.PATH, Files.BEGINS_PATH))
            .with("Content-Security-Policy", Reply.SAFETY.get("Content-Security-Policy") + "; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'");
    }

    static Html back(Visit visit, String to) {
        return Html.of("<div><form method=\"post\" action=\"{}\">{}<button class=\"quiet\" name=\"do\" value=\"{}\">{}</button></form></div>\n",
            SetupDoor.PATH, visit.token(), to, visit.say(SetupText.GO_BACK));
    }

    // ---- this machine ----

    private Reply check(Visit visit, SetupAdvice advice) {
        var results = work.check();
        if (results.isEmpty()) return waiting(visit, SetupText.CHECK, SetupText.CHECK_WAIT, LOOK_AGAIN);
        boolean isWrong = results.get().stream().anyMatch(one -> one.state() == State.WRONG);
        return Layout.page(advice.status(), visit, SetupText.CHECK, SetupDoor.step(visit, work.progress(), Stage.CHECK),
            isWrong ? Layout.warn(Layout.p(visit.say(SetupText.CHECK_WRONG))) : Layout.done(visit.say(SetupText.CHECK_GOOD)),
            lines(visit, results.get()), advice.html(),
            Layout.form(visit, SetupDoor.PATH, "checked", Layout.button(visit.say(SetupText.GO_ON))));
    }

    static Html lines(Visit visit, List<Result> results) {
        return Html.of("<ul class=\"list checks\">\n{}</ul>\n", results.stream().map(one -> Html.of("""
            <li class="card"><div><h2>{} <span class="badge {}">{}</span></h2><p>{}</p>{}</div></li>
            """, say(visit, Titles.of(one.name())), kind(one.state()), visit.say(text(one.state())), say(visit, one.sentence()), next(visit, one))).toList());
    }

    private static Html next(Visit visit, Result one) {
        var next = say(visit, one.next());
        return next.isEmpty() ? Html.NONE : Html.of("<p class=\"hint\">→ {}</p>", next);
    }

    static String say(Visit visit, Words words) {
        return switch (visit.speech().language()) {
            case ENGLISH -> words.english();
            case ITALIAN -> words.italian();
        };
    }

    static String kind(State state) {
        return switch (state) {
            case FINE -> "good";
            case WARNING, UNKNOWN -> "so-so";
            case WRONG -> "bad";
        };
    }

    static Sentence text(State state) {
        return switch (state) {
            case FINE -> SetupText.FINE;
            case WARNING -> SetupText.WARNING;
            case WRONG -> SetupText.WRONG;
            case UNKNOWN -> SetupText.UNKNOWN;
        };
    }

    // ---- names ----

    private Reply names(int status, Visit visit, Optional<Sentence> wrong) {
        var said = work.progress().domain().map(Domain::display).orElse("");
        var host = work.host().map(name -> Layout.hint(visit.say(SetupText.HOST_IS, name))).orElseGet(() -> Html.of("{}<p class=\"hint\" id=\"host-hint\">{}</p>\n",
            Layout.field(visit.say(SetupText.HOST), "host", "text", name("aria-describedby=\"host-hint\"", work.progress().host().map(Domain::display).orElse(""))),
            visit.say(SetupText.HOST_HINT)));
        return Layout.page(status, visit, SetupText.NAMES, SetupDoor.step(visit, work.progress(), Stage.NAMES),
            wrong.map(text -> Layout.wrong(visit.say(text))).orElse(Html.NONE),
            Layout.form(visit, SetupDoor.PATH, "names", Layout.p(visit.say(SetupText.NAMES_LONG)),
                Layout.field(visit.say(SetupText.DOMAIN), "domain", "text", name("required autofocus", said)), host,
                Layout.button(visit.say(SetupText.GO_ON))), back(visit, "to-check"));
    }

    private static String name(String attributes, String value) {
        return attributes + " autocomplete=\"off\" maxlength=\"253\" autocapitalize=\"none\" spellcheck=\"false\" inputmode=\"url\" value=\""
            + Html.escaped(value) + "\"";
    }

    private Reply named(Visit visit, Fields form) {
        var domain = real(form.get("domain"));
        if (domain.isEmpty()) return names(400, visit, Optional.of(SetupText.DOMAIN_WRONG));
        var typed = form.get("host").isBlank() ? "mail." + domain.get().name() : form.get("host");
        var host = work.host().or(() -> real(typed));
        if (host.isEmpty()) return names(400, visit, Optional.of(SetupText.HOST_WRONG));
        work.progress().names(domain.get(), host.get());
        return Reply.seeOther(SetupDoor.PATH);
    }

    /** One that somebody can own. */
    private static Optional<Domain> real(String typed) {
        return Domain.parse(typed.strip()).filter(domain -> !domain.isLiteral() && domain.name().contains("."));
    }

    // ---- the domain, and certificates ----

    /** What others see of the domain comes first: whoever has mistyped it goes back. Of certificates nothing is asked where the configuration says it. */
    private Reply certificate(int status, Visit visit, Html wrong) {
        var domain = work.progress().domain().orElseThrow();
        var found = work.check(domain);
        boolean isFirst = status == 200;
        if (found.isEmpty() && isFirst) return waiting(visit, SetupText.CERTIFICATE, SetupText.DOMAIN_WAIT, LOOK_AGAIN);
        return Layout.page(status, visit, SetupText.CERTIFICATE, SetupDoor.step(visit, work.progress(), Stage.CERTIFICATE), wrong,
            seen(visit, domain, found.orElse(List.of())), Layout.form(visit, SetupDoor.PATH, "certificate",
                work.asksForCertificate() ? terms(visit) : Layout.p(visit.say(SetupText.CERTIFICATE_SAID)), Layout.button(visit.say(SetupText.GO_ON))),
            back(visit, "to-names"));
    }

    /** Open where something is wrong, or to be thought of; what nobody could say is no reason. */
    private static Html seen(Visit visit, Domain domain, List<Result> found) {
        if (found.isEmpty()) return Html.NONE;
        boolean isWell = found.stream().noneMatch(one -> one.state() == State.WRONG || one.state() == State.WARNING);
        return Html.of("<details{}><summary>{}</summary>\n{}{}</details>\n", new Html(isWell ? "" : " open"), visit.say(SetupText.DOMAIN_SEEN, domain.display()),
            Layout.hint(visit.say(SetupText.DOMAIN_SEEN_LONG)), lines(visit, found));
    }

    private static Html terms(Visit visit) {
        return Html.of("""
            {}<fieldset><legend class="skip">{}</legend>
            <label class="choice"><input type="radio" name="terms" value="agreed" required> {}</label>
            <label class="choice"><input type="radio" name="terms" value="not"> {}</label></fieldset>
            {}""", Layout.p(visit.say(SetupText.CERTIFICATE_LONG)), visit.say(SetupText.CERTIFICATE), visit.say(SetupText.AGREE), visit.say(SetupText.AGREE_NOT),
            Layout.field(visit.say(SetupText.CONTACT), "contact", "email", "maxlength=\"320\" autocapitalize=\"none\" spellcheck=\"false\""));
    }

    private Reply settled(Visit visit, Fields form) {
        var typed = form.get("contact").strip();
        var contact = Address.parse(typed);
        if (!typed.isEmpty() && contact.isEmpty()) return certificate(400, visit, Layout.wrong(visit.say(SetupText.CONTACT_WRONG)));
        var closed = work.closed();
        if (!closed.isEmpty()) return certificate(409, visit, Layout.wrong(visit.say(SetupText.PORTS_CLOSED, listed(closed))));
        var why = work.settle(work.progress().host().orElseThrow(), form.get("terms").equals("agreed"), contact);
        if (why.isPresent()) return certificate(500, visit, Layout.wrong(visit.say(SetupText.NOT_WRITTEN, why.get())));
        if (work.later().isEmpty()) return begins(visit);
        work.progress().at(Stage.ACCOUNT);
        return Reply.seeOther(SetupDoor.PATH);
    }

    private Html missed(Visit visit) {
        var missed = work.missed();
        return missed.isEmpty() ? Html.NONE : Layout.wrong(visit.say(SetupText.PORTS_CLOSED, listed(missed)));
    }

    private static String listed(List<Integer> ports) { return ports.stream().map(String::valueOf).collect(Collectors.joining(", ")); }
}
