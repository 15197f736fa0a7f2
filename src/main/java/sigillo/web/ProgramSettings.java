package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import sigillo.autoconfig.AppleProfile;
import sigillo.autoconfig.Autoconfig;
import sigillo.autoconfig.Autodiscover;
import sigillo.autoconfig.Autodiscover.Failure;
import sigillo.autoconfig.Offered;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Reply;

/**
 * How mail programs are told the servers of a domain, by what each of them asks for. Every address of a domain of ours gets
 * the same answer, whether or not it is anybody's: {@code isOurs}. {@code host}: of these pages. {@code doors}: what is
 * open to mail programs. {@code oauth}: where they get tokens.
 */
public record ProgramSettings(Predicate<Domain> isOurs, String host, List<Offered> doors, Optional<Autoconfig.OAuth> oauth) implements Answering {
    /** Thunderbird asks the first of the host {@code autoconfig} below the domain, the second of the domain itself. */
    private static final String AUTOCONFIG = "/mail/config-v1.1.xml";
    private static final String AUTOCONFIG_WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml";
    /** Outlook writes it in both cases. */
    private static final String AUTODISCOVER = "/autodiscover/autodiscover.xml";
    private static final String AUTODISCOVER_2 = "/autodiscover/autodiscover.json";
    private static final String APPLE = "/mail/apple.mobileconfig";
    private static final List<String> PATHS = List.of(AUTOCONFIG, AUTOCONFIG_WELL_KNOWN, AUTODISCOVER, AUTODISCOVER_2, APPLE);
    private static final String XML = "text/xml; charset=utf-8";

    public ProgramSettings { doors = List.copyOf(doors); }

    /** Where programs get no tokens. */
    public ProgramSettings(Predicate<Domain> isOurs, String host, List<Offered> doors) { this(isOurs, host, doors, Optional.empty()); }

    @Override public boolean has(String path) {
        var small = path.toLowerCase(Locale.ROOT);
        return PATHS.stream().anyMatch(one -> one.equals(small) || (one + "/").equals(small) || (small.startsWith(AUTODISCOVER_2 + "/v1.0/")));
    }

    @Override public int bodyOctetsMax(String path) { return Autodiscover.REQUEST_OCTETS_MAX; }

    @Override public Reply answer(Asked asked) {
        var path = asked.path().toLowerCase(Locale.ROOT);
        if (path.startsWith(AUTODISCOVER)) return autodiscover(asked);
        if (!asked.isRead()) return Reply.text(405, "").with("Allow", "GET, HEAD");
        if (path.startsWith(AUTODISCOVER_2)) return pointing(asked);
        return path.startsWith(APPLE) ? apple(asked) : autoconfig(asked);
    }

    private Reply autoconfig(Asked asked) {
        return domain(asked).map(domain -> Reply.of(200, XML, Autoconfig.write(domain, domain.display(), doors, oauth))).orElseGet(ProgramSettings::nothing);
    }

    /** Of the address that was typed, else of the host that is asked. */
    private Optional<Domain> domain(Asked asked) {
        return address(asked, "emailaddress").map(Address::domain).or(() -> ofHost(asked)).filter(isOurs);
    }

    private static Optional<Domain> ofHost(Asked asked) {
        var name = asked.host().replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        return Domain.parse(name.startsWith("autoconfig.") ? name.substring("autoconfig.".length()) : name);
    }

    private static Optional<Address> address(Asked asked, String field) { return Address.parse(asked.query().get(field).strip()); }

    private Reply autodiscover(Asked asked) {
        if (asked.method() != Asked.Method.POST) return Reply.text(405, "").with("Allow", "POST");
        Function<Address, byte[]> settings = address -> isOurs.test(address.domain())
            ? Autodiscover.settings(address, doors) : Autodiscover.failure(Failure.NOT_HERE);
        return Reply.of(200, XML, switch (Autodiscover.parse(asked.body())) {
            case Autodiscover.Request.Settings(var address) -> settings.apply(address);
            case Autodiscover.Request.OtherSchema _ -> Autodiscover.failure(Failure.NOT_HERE);
            case Autodiscover.Request.Unreadable _ -> Autodiscover.failure(Failure.INVALID_REQUEST);
        });
    }

    private Reply pointing(Asked asked) {
        return Autodiscover.pointing(asked.query().get("Protocol"), host)
            .map(json -> Reply.of(200, "application/json", json.getBytes(StandardCharsets.UTF_8)))
            .orElseGet(() -> Reply.of(404, "application/json",
                "{\"ErrorCode\":\"ProtocolNotSupported\",\"ErrorMessage\":\"Only AutodiscoverV1 is here.\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private Reply apple(Asked asked) {
        return address(asked, "address").filter(address -> isOurs.test(address.domain()))
            .flatMap(address -> AppleProfile.write(address, address.domain().display(), doors))
            .map(profile -> Reply.of(200, AppleProfile.TYPE, profile).with("Content-Disposition", "attachment; filename=\"mail.mobileconfig\""))
            .orElseGet(ProgramSettings::nothing);
    }

    private static Reply nothing() { return Reply.text(404, "No mail of that domain is here.\n"); }
}
