package sigillo.main;

import sigillo.base.Domain;
import sigillo.delivery.Delivery;
import sigillo.delivery.LocalCarrier;
import sigillo.delivery.OwnersRules;
import sigillo.keyring.Level;
import sigillo.spool.Spool;
import sigillo.wrapping.OwnCertificates;
import sigillo.wrapping.OwnerWrapping;

/** Level L2 where mail comes in: what is kept, and what owners' rules send out. */
record ZeroAccess(Kept kept, OwnerWrapping wrapping) {
    static ZeroAccess of(Domain hostname, Kept kept, OwnCertificates certificates, Spool spool) {
        return new ZeroAccess(kept, new OwnerWrapping(hostname, kept.keyring(), certificates, spool, kept.clock(),
            kept.alarms()));
    }

    void serve(Delivery delivery, LocalCarrier carrier, OwnersRules rules) {
        delivery.wrapping(wrapping);
        carrier.wrapping(wrapping);
        rules.wrapping(wrapping);
        rules.discreet(account -> kept.keyring().level(account) == Level.L2);
    }
}
