package sigillo.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.autoconfig.MobileCode;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Grant;
import sigillo.login.Grants;
import sigillo.login.SignIn.Service;
import sigillo.oauth.Metadata;

/**
 * App passwords, or tokens: made with a name and for some services, shown once; listed with their last use; revoked.
 */
final class GrantsPage implements Page {
    /** What there are doors for. */
    static final Map<Service, Text> OFFERED = offered();
    private static final List<Integer> DAYS = List.of(30, 90, 365);

    private final House house;
    private final Grant.Kind kind;
    private final String path;

    GrantsPage(House house, Grant.Kind kind, String path) {
        this.house = house;
        this.kind = kind;
        this.path = path;
    }

    private static Map<Service, Text> offered() {
        var services = new LinkedHashMap<Service, Text>();
        services.put(Service.IMAP, Text.SERVICE_IMAP);
        services.put(Service.POP, Text.SERVICE_POP);
        services.put(Service.SMTP, Text.SERVICE_SMTP);
        services.put(Service.JMAP, Text.SERVICE_JMAP);
        services.put(Service.SIEVE, Text.SERVICE_SIEVE);
        return services;
    }

    /** What is said of each kind. */
    private record Said(Text title, Text what, Text none, Text make) {
        static Said of(Grant.Kind kind) {
            return switch (kind) {
                case APP_PASSWORD -> new Said(Text.APP_PASSWORDS, Text.APP_PASSWORDS_WHAT, Text.NO_APP_PASSWORDS, Text.MAKE_APP_PASSWORD);
                case TOKEN -> new Said(Text.TOKENS, Text.TOKENS_WHAT, Text.NO_TOKENS, Text.MAKE_TOKEN);
                case PROGRAM -> new Said(Text.PROGRAMS, Text.PROGRAMS_WHAT, Text.NO_PROGRAMS, Text.DEVICE_LET_IN);
                case PASSKEY -> throw new IllegalArgumentException("there is no page of them: a script makes them");
            };
        }
    }

    private boolean isToken() { return kind == Grant.Kind.TOKEN; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    @Override public Reply sent(Visit visit, Fields form) {
        return form.get("do").equals("revoke") ? revoked(visit, form) : made(visit, form);
    }

    // ---- the page ----

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var grants = of(visit);
        var said = Said.of(kind);
        var list = grants.isEmpty() ? Layout.hint(visit.say(said.none))
            : Html.of("<ul class=\"list\">{}</ul>\n", grants.stream().map(grant -> item(visit, grant)).toList());
        return Layout.page(status, visit, said.title, Layout.note(note), Layout.p(visit.say(said.what)), list,
            kind == Grant.Kind.PROGRAM ? lettingIn(visit) : making(visit));
    }

    private List<Grant> of(Visit visit) {
        var listed = house.grants().list(visit.mine().user().address(), kind);
        return listed instanceof Edited.Done<List<Grant>>(var grants) ? grants : List.of();
    }

    private Html item(Visit visit, Grant grant) {
        boolean isForAll = Service.values().length == grant.scopes().size();
        var services = isForAll ? visit.say(Text.EVERYTHING) : String.join(", ", names(visit, grant.scopes()));
        return Html.of("""
            <li class="card"><div><h2>{}</h2><p>{}</p><p class="state">{}</p><p class="state">{}</p></div>
            <form method="post" action="{}">{}<input type="hidden" name="do" value="revoke">\
            <input type="hidden" name="number" value="{}"><button class="quiet" aria-label="{}">{}</button></form></li>
            """, grant.name(), services, made(visit, grant), used(visit, grant),
            path, visit.token(), grant.number(), visit.say(Text.REVOKE_ONE, grant.name()), visit.say(Text.REVOKE));
    }

    private static List<String> names(Visit visit, Set<Service> services) {
        return services.stream().sorted()
            .map(service -> OFFERED.containsKey(service) ? visit.say(OFFERED.get(service)) : service.name()).toList();
    }

    private static Html made(Visit visit, Grant grant) {
        return Html.of("{} {}{}", visit.say(Text.MADE_AT), visit.speech().time(grant.createdAt()), ends(visit, grant));
    }

    private static Html ends(Visit visit, Grant grant) {
        return grant.expiresAt().map(end -> Html.of(" · {} {}", visit.say(Text.ENDS), visit.speech().time(end)))
            .orElse(Html.NONE);
    }

    private static Html used(Visit visit, Grant grant) {
        if (grant.lastUse().isEmpty()) return Html.of("{}", visit.say(Text.NEVER_USED));
        var use = grant.lastUse().get();
        var network = use.network().orElse(visit.say(Text.THIS_MACHINE));
        return Html.of("{} {} · {} · {}", visit.say(Text.LAST_USED), visit.speech().time(use.at()),
            use.service().name(), network);
    }

    /** Programs ask themselves; for those without a browser a code is typed. */
    private Html lettingIn(Visit visit) {
        return house.authorizing().map(_ -> Html.of("<p><a class=\"button\" href=\"{}\">{}</a></p>\n", Metadata.DEVICE,
            visit.say(Text.DEVICE_LET_IN))).orElse(Html.NONE);
    }

    private Html making(Visit visit) {
        var choices = new ArrayList<Html>();
        OFFERED.forEach((service, text) -> choices.add(Html.of(
            "<label class=\"choice\"><input type=\"checkbox\" name=\"scope\" value=\"{}\" checked>{}</label>\n",
            service.name(), visit.say(text))));
        return Layout.form(visit, path, "make",
            Layout.h2(visit.say(Said.of(kind).make)),
            Layout.field(visit.say(Text.NAME), "name", "text",
                "required maxlength=\"100\" autocomplete=\"off\" aria-describedby=\"name-hint\""),
            Html.of("<p class=\"hint\" id=\"name-hint\">{}</p>\n", visit.say(Text.NAME_HINT)),
            Html.of("<fieldset><legend>{}</legend>\n{}</fieldset>\n", visit.say(Text.FOR_WHAT), choices),
            isToken() ? lasting(visit) : Html.NONE,
            Layout.password(visit), Layout.button(visit.say(Text.MAKE)));
    }

    private static Html lasting(Visit visit) {
        var days = DAYS.stream()
            .map(day -> Html.of("<option value=\"{}\">{}</option>", day, visit.say(Text.DAYS, day))).toList();
        return Html.of("""
            <p class="field"><label for="days">{}</label><select id="days" name="days">{}</select></p>
            """, visit.say(Text.GOOD_FOR), days);
    }

    // ---- what is done ----

    private Reply made(Visit visit, Fields form) {
        var why = Asking.password(house, visit, form.get("password"));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        var life = isToken() ? Optional.of(Duration.ofDays(days(form))) : Optional.<Duration>empty();
        var wish = new Grants.Wish(kind, form.get("name").strip(), services(form), life);
        if (wish.scopes().isEmpty()) return page(400, visit, Layout.wrong(visit, Optional.of(Text.NO_SERVICE)));
        return switch (house.grants().make(visit.mine().user().address(), visit.mine().unlocked(), wish)) {
            case Edited.Refused<Grants.Made> _ ->
                page(409, visit, Layout.wrong(visit, Optional.of(Text.GRANT_NOT_MADE)));
            case Edited.Done<Grants.Made>(var made) -> once(visit, made);
        };
    }

    private static Set<Service> services(Fields form) {
        var services = new LinkedHashSet<Service>();
        for (var service : OFFERED.keySet()) if (form.all("scope").contains(service.name())) services.add(service);
        return services;
    }

    private static int days(Fields form) {
        return DAYS.stream().filter(day -> form.get("days").equals(day.toString())).findFirst().orElse(DAYS.getFirst());
    }

    private Reply once(Visit visit, Grants.Made made) {
        return Layout.page(visit, Said.of(kind).title, Layout.p(visit.say(Text.SHOWN_ONCE)), Html.of("""
            <section class="card">
            <h2>{}</h2>
            <p class="secret">{}</p>
            <dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>
            </section>
            {}<p><a class="button" href="{}">{}</a></p>
            """, made.grant().name(), made.secret(), visit.say(Text.SERVER), house.name(), visit.say(Text.USER_NAME),
            visit.mine().user().address(), codes(visit, made), path, visit.say(Text.HAVE_IT)));
    }

    /** For telephones: what is scanned is not typed. The first one has the password in it, and is shown this once as that is. */
    private Html codes(Visit visit, Grants.Made made) {
        boolean isOfMail = kind == Grant.Kind.APP_PASSWORD && made.grant().scopes().containsAll(Set.of(Service.IMAP, Service.SMTP));
        if (!isOfMail) return Html.NONE;
        var address = visit.mine().user().address();
        var android = MobileCode.write(address, house.doors(), made.secret()).map(text -> code(visit, Text.QR_ANDROID, text)).orElse(Html.NONE);
        var profile = house.inviting().site() + "/mail/apple.mobileconfig?address=" + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8);
        return Html.of("{}{}", android, code(visit, Text.QR_APPLE, profile));
    }

    private static Html code(Visit visit, Text what, String text) {
        return Html.of("<section class=\"card\"><p>{}</p>\n{}</section>\n", visit.say(what), QrImage.of(text, visit.say(what)));
    }

    private Reply revoked(Visit visit, Fields form) {
        var number = form.get("number");
        if (number.matches("[0-9]{1,18}")) {
            house.grants().revoke(visit.mine().user().address(), kind, Long.parseLong(number));
        }
        return Notice.REVOKED.at(path);
    }
}
