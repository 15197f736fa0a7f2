package sigillo.certificates;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Alarms;
import sigillo.dane.Dane;
import sigillo.dane.TlsaRecord;
import sigillo.net.Certificate;
import sigillo.resolver.Answer;

/**
 * What DNS says of the host's keys (RFC 7672): an alarm when it names others than the one in use, and since when it shows
 * the one that is to follow. One thread.
 */
public final class TlsaWatch {
    private static final String ALARM = "certificate in DNS";

    private final String host;
    private final Function<String, Answer<TlsaRecord>> dns;
    private final Alarms alarms;
    private Instant next = Instant.EPOCH;

    /** {@code dns}: TLSA records of a name. */
    public TlsaWatch(String host, Function<String, Answer<TlsaRecord>> dns, Alarms alarms) {
        this.host = host;
        this.dns = dns;
        this.alarms = alarms;
    }

    /** RFC 7672 section 2.2.3: of port 25. */
    static String name(String host) { return "_25._tcp." + host; }

    void look(Instant now, Certificate served, CertificateRows rows) {
        boolean isDue = !now.isBefore(next) || next.isAfter(now.plus(CertificateLimits.TLSA_EVERY.multipliedBy(2)));
        if (!isDue) return;
        next = now.plus(CertificateLimits.TLSA_EVERY);
        var records = records();
        if (records.isEmpty()) return; // nobody can say
        tell(records.get(), served, now);
        rows.nextKey().ifPresent(key -> {
            var since = shownSince(key, records.get(), now);
            if (!since.equals(key.shownSince())) rows.nextKey(key.shown(since));
        });
    }

    /** Those that count; none where there are none, or DNS does not vouch for them. Empty when it could not be asked. */
    private Optional<List<TlsaRecord>> records() {
        return switch (dns.apply(name(host))) {
            case Answer.Found<TlsaRecord>(var records, boolean secure) -> Optional.of(secure ? Dane.usable(records) : List.of());
            case Answer.NoData<TlsaRecord> _, Answer.NoSuchDomain<TlsaRecord> _ -> Optional.of(List.of());
            case Answer.Temporary<TlsaRecord> _ -> Optional.empty();
        };
    }

    private void tell(List<TlsaRecord> records, Certificate served, Instant now) {
        if (!records.isEmpty() && Dane.verify(records, served.chain(), List.of(host), now) instanceof Dane.Verdict.Mismatch(var why)) {
            alarms.raise(ALARM, "The TLSA records of " + name(host) + " do not fit the certificate: " + why
                + ". Servers that check them send no mail here. sigillo certificate says which record fits.",
                "I record TLSA di " + name(host) + " non corrispondono al certificato: " + why
                + ". I server che li controllano non mandano posta qui. sigillo certificate dice quale record va bene.");
        } else {
            alarms.clear(ALARM);
        }
    }

    /** RFC 7671 section 8.1. Where there are no records at all, nobody keeps an old one. */
    private static Optional<Instant> shownSince(KeptKey key, List<TlsaRecord> records, Instant now) {
        if (records.isEmpty()) return Optional.of(now.minus(CertificateLimits.KEY_SHOWN));
        boolean isShown = TlsaRecord.parse(key.tlsa()).filter(records::contains).isPresent();
        return isShown ? Optional.of(key.shownSince().orElse(now)) : Optional.empty();
    }
}
