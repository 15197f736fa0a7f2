package sigillo.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.authorization.Authorizing;
import sigillo.http.Fields;
import sigillo.login.SignIn.Service;
import sigillo.oauth.Scope;

/** What an owner is told of a program that asks for his mail, and what he is asked. */
final class Consent {
    /** So long after signing in the password is not asked for once more. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final House house;

    Consent(House house) { this.house = house; }

    /** {@code hidden}: what the form carries; {@code about}: what else is to be known of this one. */
    Html form(Visit visit, String path, String name, Set<Scope> scopes, Html hidden, Html about) {
        var services = Authorizing.services(scopes);
        return Html.join(List.of(
            Layout.p(visit.say(Text.CONSENT_ASKS, name, visit.mine().user().address())),
            Html.of("<ul>{}</ul>\n", may(visit, services)), about,
            Layout.form(visit, path, "yes", hidden, isFresh(visit) ? Html.NONE : Layout.password(visit),
                Layout.button(visit.say(Text.CONSENT_YES))),
            Layout.form(visit, path, "no", hidden,
                Html.of("<p><button class=\"quiet\">{}</button></p>\n", visit.say(Text.CONSENT_NO)))));
    }

    /** {@code said}: as the program calls itself. */
    static String name(Visit visit, String said) { return said.isEmpty() ? visit.say(Text.CONSENT_NAMELESS) : said; }

    private static List<Html> may(Visit visit, Set<Service> services) {
        var sentences = new ArrayList<Html>();
        boolean reads = services.stream().anyMatch(Service::opensMail);
        if (reads) sentences.add(Html.of("<li>{}</li>", visit.say(Text.CONSENT_READS)));
        boolean sends = services.contains(Service.SMTP) || services.contains(Service.JMAP);
        if (sends) sentences.add(Html.of("<li>{}</li>", visit.say(Text.CONSENT_SENDS)));
        if (services.contains(Service.SIEVE)) sentences.add(Html.of("<li>{}</li>", visit.say(Text.CONSENT_RULES)));
        return sentences;
    }

    private boolean isFresh(Visit visit) { return house.clock().instant().isBefore(visit.mine().begunAt().plus(FRESH)); }

    /** Empty when he may say yes; else what the page says. */
    Optional<Text> whyNot(Visit visit, Fields form) {
        return isFresh(visit) ? Optional.empty() : Asking.password(house, visit, form.get("password"));
    }
}
