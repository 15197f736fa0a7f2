package sigillo.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.http.Fields;
import sigillo.providers.Access;
import sigillo.providers.ProviderKind;
import sigillo.providers.ProviderKind.Shape;

/** Who lets this server change the zone: chosen from a list, then what it needs for that. */
final class SetupZone {
    /** A DNS server by RFC 2136. */
    static final String UPDATES = "rfc2136";
    private static final int DNS_PORT = 53;
    private static final Pattern PLACE = Pattern.compile("\\[?([0-9A-Fa-f.:]+?)]?(?::([0-9]{1,5}))?");

    private SetupZone() {}

    static Html choice(Visit visit) {
        var options = new ArrayList<Html>();
        for (var kind : ProviderKind.values()) options.add(Html.of("<option value=\"{}\">{}</option>", kind.text(), kind.title()));
        options.add(Html.of("<option value=\"{}\">{}</option>", UPDATES, visit.say(SetupText.BY_UPDATES)));
        return Layout.form(visit, SetupDoor.PATH, "by", Layout.h2(visit.say(SetupText.PUBLISH)), Layout.p(visit.say(SetupText.BY_LONG)),
            Html.of("<p class=\"field\"><label for=\"by\">{}</label><select id=\"by\" name=\"by\">{}</select></p>\n", visit.say(SetupText.BY), Html.join(options)),
            Layout.button(visit.say(SetupText.GO_ON)));
    }

    /** Who was chosen; empty for what is on no list. */
    static String chosen(Fields form) {
        var by = form.get("by");
        return by.equals(UPDATES) || ProviderKind.of(by).isPresent() ? by : "";
    }

    static Html fields(Visit visit, String by) {
        var hidden = Html.of("<input type=\"hidden\" name=\"by\" value=\"{}\">\n", by);
        return ProviderKind.of(by).map(kind -> Html.of("{}{}", hidden, ofProvider(visit, kind))).orElseGet(() -> Html.of("{}{}", hidden, ofServer(visit)));
    }

    private static Html ofServer(Visit visit) {
        return Html.join(List.of(Layout.p(visit.say(SetupText.UPDATES_LONG)),
            Layout.field(visit.say(SetupText.SERVER), "server", "text", "required autocomplete=\"off\" maxlength=\"60\" spellcheck=\"false\""),
            Layout.field(visit.say(SetupText.KEY), "key", "text", "required autocomplete=\"off\" maxlength=\"253\" autocapitalize=\"none\" spellcheck=\"false\""),
            Html.of("""
                <p class="field"><label for="algorithm">HMAC</label><select id="algorithm" name="algorithm">\
                <option>hmac-sha256</option><option>hmac-sha384</option><option>hmac-sha512</option></select></p>
                """),
            Layout.field(visit.say(SetupText.SECRET), "secret", "password", "required autocomplete=\"off\" maxlength=\"200\"")));
    }

    private static Html ofProvider(Visit visit, ProviderKind kind) {
        var fields = new ArrayList<Html>(List.of(Layout.p(kind.title() + ": " + visit.say(mayDo(kind)))));
        var plain = "required autocomplete=\"off\" maxlength=\"512\" autocapitalize=\"none\" spellcheck=\"false\"";
        var secret = "required autocomplete=\"off\" maxlength=\"512\"";
        if (!kind.regions().isEmpty()) fields.add(Html.of("<p class=\"field\"><label for=\"region\">{}</label><select id=\"region\" name=\"region\">{}</select></p>\n",
            visit.say(SetupText.REGION), Html.join(kind.regions().stream().map(one -> Html.of("<option>{}</option>", one)).toList())));
        if (kind.shape() != Shape.TOKEN) fields.add(Layout.field(visit.say(kind.shape() == Shape.PAIR ? SetupText.ACCESS_KEY : SetupText.APPLICATION_KEY), "id", "text", plain));
        fields.add(Layout.field(visit.say(switch (kind.shape()) {
            case TOKEN -> SetupText.TOKEN;
            case PAIR -> SetupText.SECRET_ACCESS_KEY;
            case THREE -> SetupText.APPLICATION_SECRET;
        }), "secret", "password", secret));
        if (kind.shape() == Shape.THREE) fields.add(Layout.field(visit.say(SetupText.CONSUMER_KEY), "consumer", "password", secret));
        return Html.join(fields);
    }

    /** What it must be allowed to do, and no more. */
    private static SetupText mayDo(ProviderKind kind) {
        return switch (kind) {
            case CLOUDFLARE -> SetupText.MAY_CLOUDFLARE;
            case DESEC -> SetupText.MAY_DESEC;
            case DIGITALOCEAN -> SetupText.MAY_DIGITALOCEAN;
            case GANDI -> SetupText.MAY_GANDI;
            case HETZNER -> SetupText.MAY_HETZNER;
            case OVH -> SetupText.MAY_OVH;
            case ROUTE53 -> SetupText.MAY_ROUTE53;
        };
    }

    // ---- what was sent ----

    static Optional<SetupLater.ZoneWay> way(Fields form) {
        return ProviderKind.of(form.get("by")).map(kind -> token(kind, form)).orElseGet(() -> key(form));
    }

    private static Optional<SetupLater.ZoneWay> token(ProviderKind kind, Fields form) {
        boolean hasId = kind.shape() != Shape.TOKEN;
        var access = new Access(kind, hasId ? form.get("id").strip() : "", form.get("secret").strip(), kind.shape() == Shape.THREE ? form.get("consumer").strip() : "",
            kind.regions().isEmpty() ? "" : form.get("region"));
        return Optional.of(access).filter(Access::isWhole).map(SetupLater.ZoneToken::new);
    }

    private static Optional<SetupLater.ZoneWay> key(Fields form) {
        boolean isSound = form.get("key").strip().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,252}") && form.get("algorithm").matches("hmac-sha(256|384|512)")
            && form.get("secret").strip().matches("[A-Za-z0-9+/]{8,196}={0,2}");
        if (!isSound) return Optional.empty();
        return socket(form.get("server").strip()).map(server -> new SetupLater.ZoneKey(server, form.get("key").strip(), form.get("algorithm"), form.get("secret").strip()));
    }

    /** {@code 192.0.2.53}, {@code 192.0.2.53:5353}, {@code [2001:db8::1]:5353}. No names: nobody is asked for one. */
    private static Optional<InetSocketAddress> socket(String typed) {
        try {
            var parts = PLACE.matcher(typed);
            boolean isBare = typed.indexOf(':') != typed.lastIndexOf(':') && !typed.startsWith("[");
            if (isBare) return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(typed), DNS_PORT));
            if (!parts.matches()) return Optional.empty();
            int port = parts.group(2) == null ? DNS_PORT : Integer.parseInt(parts.group(2));
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(parts.group(1)), port));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
