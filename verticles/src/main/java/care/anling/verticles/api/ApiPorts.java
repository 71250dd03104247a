package care.anling.verticles.api;

import care.anling.core.common.IdSource;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.access.Throttle;
import care.anling.verticles.access.Tokens;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.oidc.OidcSignIn;
import care.anling.verticles.store.AccessLogStore;
import care.anling.verticles.store.AccountStore;
import care.anling.verticles.store.CallStore;
import care.anling.verticles.store.ChannelStore;
import care.anling.verticles.store.DeviceStore;
import care.anling.verticles.store.DossierStore;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.ErasureStore;
import care.anling.verticles.store.FamilyStore;
import care.anling.verticles.store.FeedStore;
import care.anling.verticles.store.IdempotencyStore;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.LendingStore;
import care.anling.verticles.store.NodeStore;
import care.anling.verticles.store.NoticeStore;
import care.anling.verticles.store.PlanStore;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.store.ResidentSheetStore;
import care.anling.verticles.store.ResidentStore;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.store.RotaStore;
import care.anling.verticles.store.ShiftHandoverStore;
import care.anling.verticles.store.StatisticsStore;
import care.anling.verticles.store.UpkeepStore;
import care.anling.verticles.store.UserStore;
import care.anling.verticles.triage.CallIntake;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Everything the HTTP edge talks to, wired by hand. */
public record ApiPorts(
        Access access,
        Stores stores,
        CallIntake calls,
        NotifyConfig notifying,
        Hints hints,
        IdSource ids,
        Clock clock,
        MapGround ground) {

    /** @param exchanges telephone systems that may say who is calling */
    public record Access(
            Tokens tokens,
            Sessions sessions,
            Passwords passwords,
            Throttle throttle,
            TreeCache trees,
            SecondStep secondStep,
            List<Exchange> exchanges,
            Optional<OidcSignIn> oidc) {}

    public record Stores(
            AccountStore accounts,
            IdempotencyStore idempotency,
            IncidentStore incidents,
            ResponderStore responders,
            ResidentStore residents,
            DossierStore dossiers,
            AccessLogStore looks,
            NoticeStore notices,
            ChannelStore channels,
            ShiftHandoverStore shifts,
            RotaStore rota,
            PlanStore plans,
            FeedStore feed,
            RegisterStore register,
            UpkeepStore upkeep,
            DownlinkStore downlinks,
            FamilyStore family,
            DeviceStore devices,
            StatisticsStore statistics,
            ErasureStore erasures,
            ResidentSheetStore residentSheets,
            UserStore users,
            NodeStore nodes,
            CallStore calls,
            LendingStore lendings) {}
}
