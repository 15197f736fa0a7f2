package sigillo.dmarc;

/**
 * What DMARC says of a message. {@code policy} is what the author's domain asks for, lowered where it is testing, and
 * NONE where the message passes or has none. With TEMPERROR it is what is at stake: what the domain would ask for, and
 * QUARANTINE where DNS could not say that either. {@code domain}: of the author; {@code organization}: its Organizational Domain, as far
 * as it was asked for. {@code why} is a sentence for people and holds strangers' words.
 */
public record DmarcOutcome(DmarcResult result, DmarcPolicy policy, String domain, String organization, String why) {
    static DmarcOutcome of(DmarcResult result, String domain, String why) {
        return new DmarcOutcome(result, DmarcPolicy.NONE, domain, domain, why);
    }

    static DmarcOutcome unknown(String domain, String why) {
        return new DmarcOutcome(DmarcResult.TEMPERROR, DmarcPolicy.QUARANTINE, domain, domain, why);
    }
}
