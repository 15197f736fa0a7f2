package sigillo.main.mail;

import sigillo.base.Domain;
import sigillo.delivery.CertificateNotice;
import sigillo.delivery.Delivery;
import sigillo.delivery.Letters;
import sigillo.delivery.LocalCarrier;
import sigillo.delivery.OwnersRules;
import sigillo.keyring.Level;
import sigillo.main.kept.Kept;
import sigillo.spool.Spool;
import sigillo.wrapping.OwnCertificates;
import sigillo.wrapping.OwnerWrapping;

/** Level L2 where mail comes in: what is kept, and what owners' rules send out. */
public record ZeroAccess(Kept kept, OwnerWrapping wrapping) {
    public static ZeroAccess of(Domain hostname, Kept kept, OwnCertificates certificates, Spool spool,
        Letters letters) {
        var wrapping = new OwnerWrapping(hostname, kept.keyring(), certificates, spool, kept.clock(), kept.alarms());
        wrapping.telling(new CertificateNotice(letters, kept.clock(), hostname.name()));
        return new ZeroAccess(kept, wrapping);
    }

    public void serve(Delivery delivery, LocalCarrier carrier, OwnersRules rules) {
        delivery.wrapping(wrapping);
        carrier.wrapping(wrapping);
        rules.wrapping(wrapping);
        rules.discreet(account -> kept.keyring().level(account) == Level.L2);
    }
}
