package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.http.Reply;

/** What all pages have around their contents. */
final class Layout {
    /** Of a field for a code of an authenticator. */
    static final String CODE_TYPED =
        "required autocomplete=\"one-time-code\" maxlength=\"40\" autocapitalize=\"none\" spellcheck=\"false\"";

    private Layout() {}

    private static Reply reply(int status, Html html) {
        return Reply.of(status, "text/html; charset=utf-8", html.text().getBytes(StandardCharsets.UTF_8));
    }

    static Reply page(Visit visit, Sentence title, Object... contents) { return page(200, visit, title, contents); }

    static Reply page(int status, Visit visit, Sentence title, Object... contents) {
        var heading = visit.say(title);
        return reply(status, Html.of("""
            <!DOCTYPE html>
            <html lang="{}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{} · Sigillo</title>
            <link rel="stylesheet" href="{}">
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            </head>
            <body>
            <a class="skip" href="#main">{}</a>
            <header>{}</header>
            <main id="main">
            {}<h1>{}</h1>
            {}
            </main>
            <footer>{}</footer>
            </body>
            </html>
            """, visit.speech().language().tag(), heading, Files.style(), visit.say(Text.SKIP), header(visit),
            back(visit), heading,
            Html.join(Arrays.stream(contents).map(Html.class::cast).toList()), languages(visit)));
    }

    private static Html header(Visit visit) {
        var who = visit.session().map(session -> Html.of("""
            <form method="post" action="/sign-out">{}<span class="who">{}</span><button class="quiet">{}</button></form>
            """, visit.token(), session.user().address(), visit.say(Text.SIGN_OUT))).orElse(Html.NONE);
        return Html.of("""
            <a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28">Sigillo</a>{}""", who);
    }

    private static Html back(Visit visit) {
        boolean isBelow = visit.session().filter(session -> !session.isKitToConfirm()).isPresent()
            && !visit.asked().path().equals(StartPage.PATH) && !visit.asked().path().equals(HomePage.PATH);
        if (!isBelow) return Html.NONE;
        return Html.of("<p class=\"back\"><a href=\"{}\">← {}</a></p>\n", HomePage.PATH, visit.say(Text.OVERVIEW));
    }

    private static Html languages(Visit visit) {
        var links = Arrays.stream(Language.values()).map(language -> language == visit.speech().language()
            ? Html.of("<span aria-current=\"true\">{}</span> ", language.ownName())
            : Html.of("<a href=\"?lang={}\" lang=\"{}\" hreflang=\"{}\">{}</a> ",
                language.tag(), language.tag(), language.tag(), language.ownName()));
        return Html.of("<nav aria-label=\"{}\">{}</nav>", visit.say(Text.LANGUAGE), links.toList());
    }

    // ---- pieces ----

    static Html h2(String text) { return Html.of("<h2>{}</h2>\n", text); }

    static Html p(String text) { return Html.of("<p>{}</p>\n", text); }

    static Html hint(String text) { return Html.of("<p class=\"hint\">{}</p>\n", text); }

    /** What went wrong: read out by screen readers at once. */
    static Html wrong(String text) { return Html.of("<p class=\"note wrong\" role=\"alert\">{}</p>\n", text); }

    static Optional<Html> wrong(Visit visit, Optional<Text> text) { return text.map(one -> wrong(visit.say(one))); }

    static Html done(String text) { return Html.of("<p class=\"note done\" role=\"status\">{}</p>\n", text); }

    static Html warn(Object text) { return Html.of("<div class=\"note warn\">{}</div>\n", text); }

    static Html note(Optional<Html> note) { return note.orElse(Html.NONE); }

    /** {@code what}: what the form asks for. */
    static Html form(Visit visit, String path, String what, Object... contents) {
        return Html.of(
            "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"do\" value=\"{}\">\n{}</form>\n",
            path, visit.token(), what, Arrays.stream(contents).map(Html.class::cast).collect(Collectors.toList()));
    }

    static Html button(String text) { return Html.of("<p><button>{}</button></p>\n", text); }

    /** {@code attributes} are ours. */
    static Html field(String label, String name, String type, String attributes) {
        return Html.of("""
            <p class="field"><label for="{}">{}</label><input id="{}" name="{}" type="{}" {}></p>
            """,
            name, label, name, name, type, new Html(attributes));
    }

    static Html password(Visit visit) {
        return field(visit.say(Text.YOUR_PASSWORD), "password", "password",
            "required autocomplete=\"current-password\" maxlength=\"1024\"");
    }

    /** {@code attributes} are ours. */
    static Html address(Visit visit, String user, String attributes) {
        return field(visit.say(Text.ADDRESS), "address", "email", attributes
            + " required autocomplete=\"username\" maxlength=\"320\" autocapitalize=\"none\""
            + " spellcheck=\"false\" value=\"" + Html.escaped(user) + "\"");
    }

    static Html recoveryCode(Visit visit) {
        return field(visit.say(Text.RECOVERY_CODE), "code", "text",
            "required autocomplete=\"off\" maxlength=\"200\" autocapitalize=\"characters\" spellcheck=\"false\"");
    }

    static Html code(Visit visit, String attributes) {
        return field(visit.say(Text.CODE), "code", "text",
            attributes + " " + CODE_TYPED);
    }

    /** With a hint below it. */
    static Html newPassword(Visit visit) {
        return Html.join(java.util.List.of(
            field(visit.say(Text.NEW_PASSWORD), "next", "password", "required autocomplete=\"new-password\""
                + " minlength=\"12\" maxlength=\"1024\" aria-describedby=\"next-hint\""),
            Html.of("<p class=\"hint\" id=\"next-hint\">{}</p>\n", visit.say(Text.NEW_PASSWORD_HINT)),
            field(visit.say(Text.NEW_PASSWORD_AGAIN), "again", "password",
                "required autocomplete=\"new-password\" maxlength=\"1024\"")));
    }
}
