// Generated from openapi.yaml by `npm run contract`. Do not edit.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys of access tokens (ES256) */
        get: operations["getSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at whose health data in my part of the tree, newest first */
        get: operations["listLooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-log/{look}/review": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                look: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A look past somebody's scope was asked about
         * @description By somebody else than who looked, 409 `own_look`. The first review stays.
         */
        post: operations["reviewLook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/check-in": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All is well on scene; by who is there, or by the desk for them */
        post: operations["checkIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/clear": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Done */
        post: operations["clearAssignment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/en-route": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** On the way; a doctor begins */
        post: operations["goEnRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/hand-over": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask somebody to take one's place
         * @description They get an offer with `handOver`; the place stays one's own until they accept.
         */
        post: operations["handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/on-scene": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * At the door; a doctor speaks with the resident
         * @description A doctor who said yes and says neither this nor en-route within 30 seconds (60 when the desk named them) loses the
         *     role to the next one.
         */
        post: operations["arriveOnScene"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/release": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the role back, so that somebody else is asked */
        post: operations["releaseAssignment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/reliefs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Whom I could ask to take my place, nearest first; for whoever holds it */
        get: operations["listReliefs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments/{id}/take-away": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a role away from whoever holds it
         * @description Somebody else is looked for. To name who instead, assign with `instead`.
         */
        post: operations["takeAway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out, by access token or refresh token; felt everywhere within five seconds */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one can sign in here beside a password */
        get: operations["getSignInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a sign-in through the OpenID provider
         * @description Go to `location`, keep `attempt` in the browser that goes there, and come back with both within ten minutes. 404
         *     `no_oidc` where none is configured, 503 `oidc_unreachable` while it does not answer.
         */
        post: operations["beginOidc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trade the refresh token for the next one
         * @description Each refresh token works once; using one twice ends its whole session, save that the token just traded may be shown
         *     again for 30 s, while the one given for it is unused, which from then on is replaced by the new answer's. Made-up ones
         *     are slowed down per network address (429), here and at `/auth/logout`.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Wrong passwords are slowed down per network address and account (429). Whose sign-in has a second step gets 401
         *     `totp_required` with a `challenge`, good for `expires_in` seconds and five tries: go on with `/auth/token/totp`.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with the provider's answer
         * @description Once per attempt; wrong codes are slowed down per attempt and network (429). 401 `wrong_oidc_answer`: start again; 403
         *     `oidc_no_account`: the provider knows them, and no enabled account here is theirs; 401 `totp_required` as after a
         *     password, unless the provider says that a second step was shown.
         */
        post: operations["signInByOidc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/token/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The second step of signing in
         * @description The six digits an authenticator app shows now, each good once, or one of the recovery codes. 403 `wrong_code`,
         *     slowed down like passwords; after 100 wrong ones in a row `totp_locked`; 401 `bad_challenge`: start again.
         */
        post: operations["signInSecondStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A telephone system says who is calling
         * @description Signed as Standard Webhooks says, with the secret of the telephone system (`calls.exchange.<name>.secret`):
         *     `webhook-signature` is `v1,` and the base64 of HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`. Older or
         *     newer than five minutes is refused. Say it while it rings. Whoever may be calling — the number is theirs or a
         *     contact's — pops up at the desk of their community (`call.ringing` on the feed); a number nobody knows, or none, at
         *     the street's. The same `webhook-id` again is the same call and rings once. Whom a number belongs to is not answered.
         */
        post: operations["announceCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * A call as the telephone system announced it
         * @description With its number, which the feed does not carry. Kept for 30 days.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/communities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My part of the tree */
        get: operations["listCommunities"];
        put?: never;
        /**
         * A community of my street, or a building of my community
         * @description 422 `place_unknown` where there is no such street or community in my part of the tree.
         */
        post: operations["addCommunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/communities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One node with what administrators keep of it */
        get: operations["getCommunity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what is named; null empties */
        patch: operations["changeCommunity"];
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The devices of my part of the tree
         * @description Retired ones only by `state=RETIRED`. A page may be shorter than `limit` and still have a next one: whether a device
         *     is late is judged by what is expected of its model, not by the database.
         */
        get: operations["listDevices"];
        put?: never;
        /**
         * Register a device; its secret is shown here and never again
         * @description A machine needs it in its grant (`registersDevices` of its account), else 403 `not_granted`; it names no residents.
         *     On every node within 2 s. One that speaks through a gateway (`gateway`, with its `address` there) gets no secret: the
         *     gateway speaks for it. 409 `address_taken`; 422 `resident_unknown`, `place_unknown`, `gateway_unknown`. A repetition
         *     of this request (`Idempotency-Key`) is answered without the secret: who lost it makes a new one.
         */
        post: operations["addDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One device with its health, what is expected of it, and what speaks through it */
        get: operations["getDevice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Hand it to somebody, hang it somewhere, or correct what is written of it; null empties
         * @description A resident brings the device to their community; a building takes it from its resident, and the other way round. 409
         *     `device_retired`, `address_taken`; 422 as on registering.
         */
        patch: operations["changeDevice"];
        trace?: never;
    };
    "/api/v1/devices/{id}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Whom or what it has protected, newest first; the last hundred */
        get: operations["listDeviceAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** What it was asked to do and what became of it, newest first; the last hundred */
        get: operations["listCommands"];
        put?: never;
        /**
         * Ask a device to do something
         * @description Kept for a device that sleeps until `expiresAt`; what it answers (`up/reply`) stands in the list. `test` announces a
         *     test press; the next press until then is a test, exactly one, and every other is an emergency. `args` are the
         *     maker's: `{"text":…}` to speak, `{"number":…}` to call, settings to configure. 409 `speaks_through_gateway` for what
         *     does not connect itself (a test needs no connection).
         */
        post: operations["sendCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/finish-rotation": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The old secret ends now; without one nothing happens */
        post: operations["finishRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Somebody works on this device until then, at most seven days
         * @description Its faults call nobody meanwhile and it ends by itself. A press is a press all the same, with IN_MAINTENANCE among its reasons.
         */
        put: operations["setMaintenance"];
        post?: never;
        /** The work is done */
        delete: operations["endMaintenance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/retire": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Out of service
         * @description Its credentials and certificates are refused and its open connection ends, on every node within 2 s; whoever still
         *     shows them is raised once a day as a technical incident of the street. With `stillHeard` it comes in and its press
         *     is an incident of the street, until it is retired again without. 409 `gateway_in_use` while something in use speaks
         *     through it.
         */
        post: operations["retireDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A new secret, shown here and never again
         * @description The old one is good for `overlapHours` more, until the rotation is finished, or until the next one. The use of the
         *     new one does not end it: a watch that restarts from old settings would be shut out. 0 ends it at once, and with it
         *     the connections it opened, on every node within 2 s. A repetition is answered without the secret. 409
         *     `device_retired`.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Many devices from a sheet, every bad line named; all of them or none
         * @description Comma, semicolon or tab; UTF-8, UTF-16 or GB18030; at most 2,000 lines. The columns, by their word or the Chinese one:
         *     kind 类型, dialect 协议, community 社区, resident 长者, building 楼院, placeLabel 位置, model 型号, address 地址, gateway 网关,
         *     note 备注. Community, resident and building by name or id. A try registers nothing; otherwise a bad line is 422
         *     `sheet_has_troubles` with all of them. The secrets are shown here and never again, not on a repetition either.
         */
        post: operations["importDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The live feed (WebSocket, subprotocol anling.feed.v1); see asyncapi.yaml */
        get: operations["openFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Incidents I may see, newest first
         * @description For the desk, those of its part of the tree, and open ones that were lent to its community.
         */
        get: operations["listIncidents"];
        put?: never;
        /**
         * A phone call or a walk-in
         * @description Walks the same road as a press; joins the subject's open incident if there is one.
         */
        post: operations["takeCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One incident */
        get: operations["getIncident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A human took notice; stops no ladder */
        post: operations["acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/assign": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Name who goes */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/call-more": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for more hands than the plan does */
        post: operations["callMore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Who was or was not chosen, and why */
        get: operations["listCandidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Everything the screen pop shows, as one recorded look
         * @description For the desk, and for whoever holds a role in it. Who walks to the door gets no health data, nor does a doctor in a drill: of the
         *     person name, telephone, language and whether they live alone; that somebody is away, not where. Each look is
         *     recorded (who, whom, which groups of fields, because of what, when, from where) before it is answered.
         */
        get: operations["getDossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/escalate": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next step now */
        post: operations["escalate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/lendings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Which communities came into it, whom of them one may name, and which more may be called
         * @description The desk of a community that was called in reads what was asked of it.
         */
        get: operations["listLendings"];
        put?: never;
        /**
         * Call another community of the street into it
         * @description By the desk whose incident it is, or the street's. The other desk sees the incident, not the resident's file, on its
         *     own feed and in its list, and writes notes; its doctors, volunteers and staff may be named with `assign`. It ends with the incident, or when taken
         *     back. Twice is no error; 409 `incident_stood_down`, 422 `community_not_beside`.
         */
        post: operations["lend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/lendings/{to}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                to: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * The other community is needed no more
         * @description Whoever of them holds a role keeps it until they are done.
         */
        delete: operations["takeBack"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/merge": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make this incident part of another
         * @description The answer is the one that goes on. The resident's is kept: 409 `merge_other_way` otherwise, `subject_differs` for two
         *     residents. This one is stood down as MERGED with `mergedInto`; who was on the way goes on in the other, and what its
         *     device or place says next joins the other as long as that is open.
         */
        post: operations["mergeIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/notes": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write something down; the desk, that of a community that came into it, and whoever holds a role in it */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/priority": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Another priority, and why
         * @description Up, or another need, starts the response plan anew; down goes on by the calmer plan. A later signal that says
         *     otherwise raises again.
         */
        post: operations["changePriority"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/stand-down": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The end of a response, and why */
        post: operations["standDown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What happened, oldest first
         * @description What people wrote (`text`, `note`, `reason`, `followUp` of a detail) is for the desk and the doctor, whose look is
         *     recorded when the page has some; a doctor in a drill, who walks to the door and the family read their own words alone.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am, and my part of the tree */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * How I can be reached, and whether I have a key
         * @description Of the contact that names my account; 404 `no_contact` while the desk has written down none.
         */
        put: operations["changeMyContact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Go on or off duty (responders only) */
        put: operations["setDuty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notification-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How I am told beside my feed, in the order in which it is tried */
        get: operations["listMyChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications/{id}/receipt": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** My device has this notice; the next channel need not be tried */
        post: operations["confirmNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Offers that ring for me */
        get: operations["listMyOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change my password; every other session of mine ends
         * @description At least 12 characters (`password_too_short`), none of those tried first (`password_common`), not the old one
         *     (`password_unchanged`): 422. A wrong current password is 403 `wrong_password`. To know a repeat, a keyed hash of the
         *     body is kept for a day: no use without the data keys.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/position": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say where I am (responders only); the latest counts */
        put: operations["setPosition"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * This browser takes pushes for me; as its PushSubscription says in JSON
         * @description Ten browsers at most; beyond that the one subscribed longest ago goes.
         */
        put: operations["subscribePush"];
        post?: never;
        /**
         * This browser takes no pushes for me any more
         * @deprecated
         * @description The address in a URL ends up in logs of proxies, and whoever has it can push. Use `/withdraw`.
         */
        delete: operations["unsubscribePush"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-subscriptions/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** This browser takes no pushes for me any more */
        post: operations["withdrawPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/resident": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How my elder is, as far as I may know
         * @description `lastSign` is the newest thing that tells of the person and not only of a device. `where` is there while an incident is
         *     open, and `readings` ever, only by the resident's consent; reading them is a recorded look.
         */
        get: operations["getMyResident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin with a second step for my sign-in
         * @description A new secret for an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds). It does nothing before a code
         *     of it is shown to `/me/totp/confirm`; until then this may be repeated, with another `Idempotency-Key`. 403 `wrong_password`, 409 `totp_enrolled`.
         */
        post: operations["enrolTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a first code; from now on signing in has a second step, and every other session of mine ends
         * @description 403 `wrong_code`; 409 `totp_not_begun`.
         */
        post: operations["confirmTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ten new recovery codes; the old ones are void */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dead letters of my part of the tree, newest first; what nobody has and no channel is left for */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{id}/accept": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say yes
         * @description The first yes wins, for its role and slot. Again by the winner: the same answer. A lost race is 409
         *     `offer_taken` with `winner`; an expired or withdrawn offer 409 `offer_lapsed`.
         */
        post: operations["acceptOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{id}/decline": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no */
        post: operations["declineOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key a browser subscribes to pushes with (VAPID, RFC 8292); null when this server sends none */
        get: operations["getPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The protected of my part of the tree, without a health field
         * @description A telephone number in `q` stands in the URL: this server writes no URLs down, and a proxy before it must not write
         *     down query strings either.
         */
        get: operations["listResidents"];
        put?: never;
        /** Register somebody */
        post: operations["addResident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * One of the protected
         * @description The desk sees the health fields, and each such look is recorded (who, whom, which fields, when, from where) before
         *     it is answered. A family reads its own elder's page, without them.
         */
        get: operations["getResident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what is named; null empties */
        patch: operations["changeResident"];
        trace?: never;
    };
    "/api/v1/residents/{id}/absence": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Away or in hospital until then, at most 180 days
         * @description Inactivity, a missed check and a silent device call nobody meanwhile. A press rings all the same, with the absence among its reasons.
         */
        put: operations["setAbsence"];
        post?: never;
        /** Back home */
        delete: operations["endAbsence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Who looked at this resident's health data, newest first; for the family too */
        get: operations["listLooksAtResident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/break-glass": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at a resident of the street past my scope, because of an open incident of mine
         * @description One look, with everything a dossier holds. It is marked in the record with the reason, and administrators of the
         *     resident's community review it. Without an open incident of mine that is no drill, and outside of its street: 404.
         */
        post: operations["breakGlass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** What the resident lets the family see */
        get: operations["listConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/consents/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                kind: components["schemas"]["ConsentKind"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Write down what the resident said
         * @description Every word is kept and the newest counts. The desk writes down a yes or a no; a family can only give a consent back,
         *     403 `consent_not_yours` otherwise. With `If-Match` only while nothing was said since that list was read: 412
         *     otherwise. Giving back needs none: it counts whatever was said meanwhile.
         */
        put: operations["setConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Whom to call, first ones first */
        get: operations["listContacts"];
        put?: never;
        /** Add somebody to call; a resident has at most twenty, then 409 `contacts_full` */
        post: operations["addContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/contacts/{contact}": {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                contact: string;
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /** Replace a contact */
        put: operations["changeContact"];
        post?: never;
        /** Call them no more */
        delete: operations["removeContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/erase": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget who a resident was, for good
         * @description Name, door, numbers, health, contacts, readings, words in incidents: gone; family accounts end. Incidents, their times
         *     and the record of looks stay, without a name. `name` must be theirs, letter by letter: 422 `name_differs`. While an
         *     incident is open: 409 `incident_open`. Backups still hold what they held.
         */
        post: operations["eraseResident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Everything held of one resident, for them
         * @description Readings and looks at most 10,000, the newest; the rest at most 1,000 each. A recorded look at all of it.
         */
        get: operations["exportResident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/{id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** What was measured, newest first, as one recorded look */
        get: operations["listObservations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A community's residents with their contacts as a sheet (CSV)
         * @description The columns of the import, quoted as it reads them: written out, read in and written out again it is the same sheet.
         *     All contacts: as many columns as the one with most of them needs, three at least. UTF-8 with a mark, no cell runs as a
         *     formula; degrees to nine places; a control character is a blank. Who has no number of an office stands with the id, and is known again by it. A recorded look at each
         *     resident's health fields. At most 5,000, else 422 `too_many`; 422 `place_unknown`.
         */
        get: operations["exportResidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/residents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Residents with their contacts from a sheet (CSV)
         * @description Comma, semicolon or tab; UTF-8, UTF-16 or GB18030; at most 5,000 lines. The columns, by their word or the Chinese one:
         *     externalId 编号, name 姓名 (both needed), pinyin 拼音, sex 性别, birthDate 出生日期, phone 电话, livingSituation 居住情况,
         *     livesAlone 独居, language 语言, building 楼院, unit 单元, floor 楼层, room 房号, keyBox 钥匙盒, conditions 病史,
         *     medications 用药, allergies 过敏 (several with ；), bloodType 血型, notes 备注, lat 纬度, lon 经度 (WGS-84), frailty 衰弱分级
         *     (1–9), oxygenTherapy 氧疗, spo2Scale2 血氧目标88-92, and for up to twenty contacts contact1Name
         *     联系人1姓名, contact1Relation 联系人1关系, contact1Phone 联系人1电话, contact1HasKey 联系人1有钥匙, contact2Name … A contact
         *     of the same name is changed, none is taken away; more than twenty of one resident are 409 `contacts_full`, which says
         *     of what lines nobody was written: lines are written by the hundred.
         *     Several in one cell end at ; ； 、 or a line; a backslash before one of these, a blank or a backslash makes it part of
         *     the text. A cell that begins with a blank or = + - @, or ends with a blank, has an apostrophe before it, which is
         *     taken off, as spreadsheets have it; other cells lose their blank edges. Who is known by that
         *     externalId in the community is changed; an empty cell changes nothing. A try writes nothing; otherwise a bad line is 422
         *     `sheet_has_troubles` with all of them, unless `partial` asks for the good ones. Sent again it adds nobody twice.
         */
        post: operations["importResidents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/responders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can act in my part of the tree */
        get: operations["listResponders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/response-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is asked next, after how long, as it holds in a community
         * @description One plan for each need and priority: the community's own, else its street's, else the one that comes with Anling
         *     (without id). Then its own plans that are switched off. A node has one for each, so the list is whole: 48 at most.
         */
        get: operations["listResponsePlans"];
        put?: never;
        /**
         * A node's own plan for one need and priority
         * @description One per node, need and priority, else 409 `plan_exists`. A plan that cannot be climbed is 422 `plan_invalid`, with
         *     every fault in `faults`.
         */
        post: operations["addResponsePlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/response-plans/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One plan */
        get: operations["getResponsePlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Edit a plan; every edit is a version, and ladders that climb now take it at their next step
         * @description The same edit again by the same person is answered as done. What is left out stays; `steps` replace all steps.
         */
        patch: operations["editResponsePlan"];
        trace?: never;
    };
    "/api/v1/response-plans/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** What a plan ever was, and by whom; newest first, the last hundred */
        get: operations["listResponsePlanVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whose shift is planned when, earliest first
         * @description The desk reads that of its part of the tree, everybody else their own. Who has planned shifts is asked during them
         *     alone, while on duty; twelve hours after the last one the rota has run out, and their own switch decides again. A
         *     doctor who is still on duty after their shift is asked when nobody else answers.
         */
        get: operations["listRota"];
        put?: never;
        /**
         * Plan a shift of somebody of one's own part of the tree
         * @description At most 24 hours long (422 `shift_invalid`), and not while they have another (409 `shift_overlaps`).
         */
        post: operations["planShift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rota/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One planned shift */
        get: operations["getPlannedShift"];
        put?: never;
        post?: never;
        /** Plan it no more */
        delete: operations["removePlannedShift"];
        options?: never;
        head?: never;
        /** Other times; what is left out stays */
        patch: operations["changePlannedShift"];
        trace?: never;
    };
    "/api/v1/shift-handovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who gave the desk to whom, newest first */
        get: operations["listShifts"];
        put?: never;
        /**
         * Give the desk to the next shift
         * @description Open incidents and who is on duty are written down as they are now.
         */
        post: operations["giveShift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shift-handovers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One hand-over */
        get: operations["getShift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shift-handovers/{id}/accept": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the desk over
         * @description Not by the giver (409 `own_handover`), and by one alone (409 `handover_taken`). Wherever the giver held the
         *     COORDINATOR's place, the taker holds it now.
         */
        post: operations["takeShift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many devices are in service, how they are now, and how they did in a period
         * @description `period` counts what was raised about them, by the part of the tree they are in now, devices retired since too. An
         *     outage lasts from when it was raised until the device was heard again; one whose incident was closed before is
         *     counted as `unmeasured`. `hours` is what falls into the period; percentiles are by nearest rank, of whole outages
         *     that ended in it. A test failed when nobody pressed in time. For a machine `period` is null.
         */
        get: operations["getDeviceFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long people waited in a period, held against the promises of the trade
         * @description Of incidents opened in the period; drills, tests, merged ones and work on devices are left out. A promise that was
         *     never kept counts as broken once it is late; one that may still be kept, or whose incident ended before anybody was
         *     late, counts for nothing. Percentiles are by nearest rank, of what was reached. `worst` are the ten longest.
         *     As `csv` it is one sheet with all of it; its first column says what a line is: TOTAL (incidents, open ones, false
         *     alarms and their share of those that ended), ENDING, PROMISE, STRETCH (also those without a promise), WORST (one
         *     incident each). What a line does not have is empty.
         */
        get: operations["getServiceFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The accounts of my part of the tree */
        get: operations["listUsers"];
        put?: never;
        /**
         * An account with one grant, a role at a node; its first password is shown here and never again
         * @description The password has to be changed before anything else is done. Roles are given at one's own node and below: 422
         *     `place_unknown` above. A family account names its resident, who belongs to its node, 422 `resident_unknown`
         *     otherwise. 409 `username_taken`. A repetition is answered without the password. Somebody with two hats has two
         *     accounts.
         */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** One account */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change what is named; `enabled` false signs it out everywhere
         * @description 409 `last_admin` when nobody else could administer that node; 422 `place_unknown` above one's own node; 422
         *     `resident_unknown` when a family account should become another one, or another one a family's.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/notification-channels": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** How an account is told beside its feed, in the order in which it is tried */
        get: operations["listChannels"];
        /**
         * The telephone numbers and e-mail addresses of an account, instead of those before
         * @description Whoever sets them has checked that they are that person's. Push subscriptions stay as they are, and change no ETag.
         *     With the `If-Match` of the list that was read, nobody's change is overwritten unseen: 412 then.
         */
        put: operations["setChannels"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new password, shown here and never again; whoever is signed in with the old one is out */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take somebody's second step away who lost their phone and their codes; they are signed out everywhere */
        delete: operations["resetTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A gateway's word that somebody has a notice
         * @description Signed as Standard Webhooks says, with the secret of the gateway: `webhook-signature` is `v1,` and the base64 of
         *     HMAC-SHA-256 over `{webhook-id}.{webhook-timestamp}.{body}`. Older or newer than five minutes is refused.
         */
        post: operations["confirmThroughGateway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/asyncapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feed and MQTT */
        get: operations["getAsyncApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page for people */
        get: operations["readDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How that page looks */
        get: operations["styleDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/ground.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which tiles lie under the plan, if any */
        get: operations["getGround"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/plan.geojson": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan of the community; no personal data */
        get: operations["getPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/map/tiles.pmtiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The house's own PMTiles archive, in pieces of at most 4 MiB */
        get: operations["getTiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Absence: {
            /** @enum {unknown} */
            kind: "AWAY" | "HOSPITAL";
            note?: string;
            /** Format: date-time */
            until: string;
        };
        /** @description Away or in hospital; null when they are at home */
        AbsenceNow: null | {
            /** @enum {unknown} */
            kind: "AWAY" | "HOSPITAL";
            /**
             * Format: date-time
             * @description When it ends by itself
             */
            until: string | null;
        };
        /** @enum {unknown} */
        AccountRole: "ADMIN" | "COORDINATOR" | "DOCTOR" | "VOLUNTEER" | "STAFF" | "FAMILY" | "INTEGRATOR";
        Address: {
            building: components["schemas"]["Person"] | null;
            community: components["schemas"]["Person"];
            floor: number | null;
            /** @description Where the key is; not in lists */
            keyBox?: string | null;
            lat?: number;
            lon?: number;
            room: string | null;
            text: string;
            unit: string | null;
        };
        AnnouncedCall: {
            /** @description What the telephone system calls this call */
            callId?: string | null;
            /** @description The caller's number, best in E.164; absent when withheld */
            from?: string | null;
            /** @description The number that was called */
            to?: string | null;
        };
        Assign: {
            /** @description Whoever holds the place loses it; else a held place is 409 `role_taken` */
            instead?: boolean;
            /** Format: uuid */
            responder: string;
            role: components["schemas"]["Role"];
            /** @default 1 */
            slot?: number;
        };
        Assignment: {
            acceptedAt: components["schemas"]["Instant"];
            /**
             * Format: date-time
             * @description When the desk was last alarmed for want of a word
             */
            alarmedAt?: string;
            /**
             * Format: date-time
             * @description Not there by then (a doctor: not begun), the role is opened again
             */
            arriveBy?: string;
            brings?: components["schemas"]["Equipment"];
            /**
             * Format: date-time
             * @description Without a word by then the desk is alarmed
             */
            checkInBy?: string;
            clearedAt?: components["schemas"]["Instant"];
            drill?: boolean;
            enRouteAt?: components["schemas"]["Instant"];
            /** @description How often this role and slot was opened */
            epoch?: number;
            /** @description On foot, when last estimated */
            etaSeconds?: number;
            expectedAt?: components["schemas"]["Instant"];
            id: components["schemas"]["Id"];
            incident: components["schemas"]["Id"];
            onSceneAt?: components["schemas"]["Instant"];
            responder: components["schemas"]["Person"];
            role: components["schemas"]["Role"];
            slot: number;
            /** @enum {unknown} */
            state: "ACCEPTED" | "EN_ROUTE" | "ON_SCENE" | "CLEARED" | "RELEASED";
            /** @enum {unknown} */
            whyEnded?: "DONE" | "STOOD_DOWN" | "MERGED" | "GIVEN_BACK" | "NO_SHOW" | "TAKEN_AWAY" | "REPLACED" | "HANDED_OVER" | "PREEMPTED";
        };
        /** Format: date */
        BirthDate: string;
        BreakGlass: {
            /**
             * Format: uuid
             * @description Open and in my part of the tree
             */
            incident: string;
            reason: string;
        };
        /** @description About a resident or a place, one of the two */
        CallTaken: {
            drill?: boolean;
            /** @description What whoever calls needs; MEDICAL when nobody says */
            need?: components["schemas"]["Need"];
            note?: string;
            /**
             * Format: uuid
             * @description A node of the tree
             */
            place?: string;
            /** @description As such a need usually is when nobody says */
            priority?: components["schemas"]["Priority"];
            /** Format: uuid */
            resident?: string;
        };
        CandidateList: {
            items: {
                at: components["schemas"]["Instant"];
                chosen: boolean;
                distanceMeters?: number | null;
                etaSeconds?: number | null;
                reason: string;
                responder: components["schemas"]["Person"];
                role: components["schemas"]["Role"];
                step: number;
            }[];
            next: string | null;
        };
        ChannelList: {
            items: {
                address: string;
                gateway?: string;
                /** @enum {unknown} */
                kind: "PUSH" | "WEBHOOK" | "EMAIL";
                stage: number;
            }[];
            next: string | null;
        };
        Channels: {
            channels: {
                address: string;
                /** @description WEBHOOK: its name in the configuration */
                gateway?: string;
                /** @enum {unknown} */
                kind: "WEBHOOK" | "EMAIL";
                /** @description Lower first; pushes are 10, gateways 20, e-mail 30 */
                stage?: number;
            }[];
        };
        CheckIn: {
            /**
             * @description Until the next word is due
             * @default 20
             */
            minutes?: number;
        };
        Clinical: {
            /** @description What was noted with the absence that lasts */
            absenceNote?: string | null;
            allergies: string[];
            bloodType: string | null;
            conditions: string[];
            /** @description Clinical Frailty Scale; 0 when not assessed */
            frailty: number;
            medications: string[];
            notes: string | null;
            oxygenTherapy: boolean;
            spo2Scale2: boolean;
        };
        /** @description Writing one is recorded, as reading one is */
        ClinicalChange: {
            allergies?: components["schemas"]["ShortTexts"];
            bloodType?: string | null;
            conditions?: components["schemas"]["ShortTexts"];
            frailty?: number;
            medications?: components["schemas"]["ShortTexts"];
            notes?: string | null;
            oxygenTherapy?: boolean;
            spo2Scale2?: boolean;
        };
        /** @description A promise and what became of it; stopped without `kept` when the incident ended and nobody had come */
        Clock: {
            dueAt: components["schemas"]["Instant"];
            kept: boolean | null;
            startedAt: components["schemas"]["Instant"];
            /** Format: date-time */
            stoppedAt: string | null;
        };
        Command: {
            /** @description For call, speak and configure; at most 4 KiB */
            args?: Record<string, never>;
            /** @enum {unknown} */
            command: "test" | "measure" | "locate" | "find" | "call" | "speak" | "configure";
        };
        CommandList: {
            items: {
                /** Format: date-time */
                answeredAt?: string | null;
                args: Record<string, never>;
                /** Format: date-time */
                at: string;
                by: string;
                command: string;
                /** Format: date-time */
                expiresAt: string;
                id: components["schemas"]["Id"];
                /**
                 * @description PENDING: waits for the device, or for its answer
                 * @enum {unknown}
                 */
                state: "PENDING" | "DONE" | "FAILED" | "EXPIRED";
            }[];
            next: null;
        };
        CommandSent: {
            command: string;
            /** Format: date-time */
            expiresAt: string;
            id: components["schemas"]["Id"];
        };
        Community: {
            id: components["schemas"]["Id"];
            lat: number | null;
            /** @description Whether its volunteers are asked for the communities beside it */
            lends: boolean;
            /** @enum {unknown} */
            level: "STREET" | "COMMUNITY" | "BUILDING";
            lon: number | null;
            name: string;
            nameEn: string | null;
            /** Format: uuid */
            parent: string | null;
            /** @description Its part of the map's plan */
            plan: string | null;
            version: number;
        };
        CommunityChange: {
            lat?: number | null;
            /** @description Whether its volunteers are asked for the communities beside it */
            lends?: boolean;
            lon?: number | null;
            name?: string;
            nameEn?: string | null;
            /** @description Its part of the map's plan */
            plan?: string | null;
        };
        /** @enum {unknown} */
        ConsentKind: "FAMILY_WHEREABOUTS" | "FAMILY_READINGS";
        ConsentList: {
            items: {
                /** Format: date-time */
                at: string | null;
                /** @description Who wrote it down */
                by: string | null;
                granted: boolean;
                kind: components["schemas"]["ConsentKind"];
                note: string;
            }[];
            next: string | null;
        };
        ConsentWord: {
            granted: boolean;
            /** @description How they said so */
            note?: string;
        };
        Contact: {
            /**
             * Format: uuid
             * @description With which they sign in; such family is asked in the order of the contacts
             */
            account: string | null;
            hasKey: boolean;
            id: components["schemas"]["Id"];
            minutesAway: number | null;
            name: string;
            /** @description Who is called first; 1 before 2 */
            order: number;
            phone: string;
            relation: string;
            version: number;
        };
        ContactList: {
            items: components["schemas"]["Contact"][];
            next: string | null;
        };
        DeadLetterList: {
            items: {
                audience: {
                    id: string;
                    /** @enum {unknown} */
                    kind: "ACCOUNT" | "DESK" | "STREET" | "FAMILY" | "OUTSIDE";
                    name: string | null;
                };
                community: components["schemas"]["Id"];
                id: components["schemas"]["Id"];
                incident: components["schemas"]["Id"];
                /** @enum {unknown} */
                kind: "OFFER" | "OFFER_WITHDRAWN" | "ASSIGNED" | "ETA" | "STOOD_DOWN" | "ALARM" | "DESK_ALARM";
                madeAt: components["schemas"]["Instant"];
                settledAt: components["schemas"]["Instant"];
                /** @constant */
                state: "DEAD";
                /** @description NOBODY, UNREACHABLE, UNDELIVERED or UNCONFIRMED, then what the last channel said */
                trouble: string;
            }[];
            next: string | null;
        };
        Device: {
            /** @description How its dialect names it: IMEI, friendly name */
            address?: string | null;
            batteryPercent?: number | null;
            /**
             * Format: uuid
             * @description Where it hangs
             */
            building?: string | null;
            charging?: boolean | null;
            /** @description What speaks through it, at most 200 */
            children: components["schemas"]["DeviceLine"][];
            community: components["schemas"]["Id"];
            /** @description One this server does not speak is let in and understood by nobody */
            dialect: string;
            entry: {
                /** Format: date-time */
                oldSecretUntil?: string | null;
                /** @description Whether its credentials let it in */
                open: boolean;
                secrets: number;
            };
            expected: {
                heartbeatSeconds: number;
                lateAfterSeconds: number;
                offlineAfterSeconds: number;
                testEverySeconds: number | null;
            };
            /** @description Raised by supervision and not passed */
            faults: ("DEVICE_OFFLINE" | "LOW_BATTERY" | "REMOVED" | "TEST_OVERDUE")[];
            /**
             * Format: uuid
             * @description What it speaks through
             */
            gateway?: string | null;
            /** @description How often it should be heard, where that differs from its model's */
            heartbeatSeconds?: number | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["DeviceKind"];
            /** Format: date-time */
            lastSeenAt?: string | null;
            /** @enum {unknown} */
            liveness: "ONLINE" | "LATE" | "OFFLINE" | "NEVER_SEEN";
            /** Format: date-time */
            maintenanceUntil?: string | null;
            model?: string | null;
            note?: string | null;
            /** @description The resident's door, or where it hangs, in words */
            place?: string | null;
            /** @description Where in the building */
            placeLabel?: string | null;
            /** Format: date-time */
            registeredAt: string;
            /** @description Whom it protects */
            resident?: components["schemas"]["Person"] | null;
            /** Format: date-time */
            retiredAt?: string | null;
            /** @enum {unknown} */
            state: "ACTIVE" | "MAINTENANCE" | "RETIRED";
            test: components["schemas"]["TestState"];
            /** Format: date-time */
            testedAt?: string | null;
            /**
             * Format: date-time
             * @description A test press was announced and is awaited
             */
            testUntil?: string | null;
            version: number;
            worn?: boolean | null;
        };
        DeviceAssignmentList: {
            items: {
                /** @description Who said so */
                by?: string | null;
                place: string | null;
                /** @description Null also when it is somebody outside my part of the tree */
                resident: components["schemas"]["Person"] | null;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                until: string | null;
            }[];
            next: null;
        };
        DeviceChange: {
            address?: string | null;
            /** Format: uuid */
            building?: string | null;
            /**
             * Format: uuid
             * @description A community, or the street when nobody knows better
             */
            community?: string;
            /** Format: uuid */
            gateway?: string | null;
            heartbeatSeconds?: number | null;
            model?: string | null;
            note?: string | null;
            placeLabel?: string | null;
            /** Format: uuid */
            resident?: string | null;
        };
        DeviceFigures: {
            /** @description In service */
            devices: number;
            inMaintenance: number;
            /** @description Longer silent than expected */
            late: number;
            /** @description Below 20 percent */
            lowBattery: number;
            neverSeen: number;
            neverTested: number;
            offline: number;
            online: number;
            period: components["schemas"]["DevicePeriod"] | null;
            /** @description Nobody's */
            unassigned: number;
        };
        /** @enum {unknown} */
        DeviceKind: "WATCH" | "PENDANT" | "PULL_CORD" | "FALL_RADAR" | "VITALS_MONITOR" | "SMOKE" | "GAS" | "WATER" | "MOTION" | "KIOSK" | "GATEWAY";
        DeviceLine: {
            /** @description How its dialect names it: IMEI, friendly name */
            address?: string | null;
            batteryPercent?: number | null;
            /**
             * Format: uuid
             * @description Where it hangs
             */
            building?: string | null;
            community: components["schemas"]["Id"];
            /** @description One this server does not speak is let in and understood by nobody */
            dialect: string;
            /**
             * Format: uuid
             * @description What it speaks through
             */
            gateway?: string | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["DeviceKind"];
            /** Format: date-time */
            lastSeenAt?: string | null;
            /** @enum {unknown} */
            liveness: "ONLINE" | "LATE" | "OFFLINE" | "NEVER_SEEN";
            model?: string | null;
            note?: string | null;
            /** @description The resident's door, or where it hangs, in words */
            place?: string | null;
            /** @description Where in the building */
            placeLabel?: string | null;
            /** @description Whom it protects */
            resident?: components["schemas"]["Person"] | null;
            /** @enum {unknown} */
            state: "ACTIVE" | "MAINTENANCE" | "RETIRED";
            test: components["schemas"]["TestState"];
            version: number;
        };
        DeviceList: {
            items: components["schemas"]["DeviceLine"][];
            next: string | null;
        };
        DevicePeriod: {
            /** Format: date-time */
            from: string;
            raised: {
                DEVICE_OFFLINE: components["schemas"]["Raised"];
                LOW_BATTERY: components["schemas"]["Raised"];
                REMOVED: components["schemas"]["Raised"];
                TEST_OVERDUE: components["schemas"]["Raised"];
            };
            silence: {
                devices: number;
                hours: number;
                lasting: number;
                /** @description That touch the period */
                outages: number;
                p50Ms: number | null;
                p95Ms: number | null;
                p99Ms: number | null;
                /** @description Whose end nobody wrote down */
                unmeasured: number;
                worst: {
                    device: components["schemas"]["Id"];
                    ended: boolean;
                    /** Format: date-time */
                    since: string;
                    /** @description Or has lasted */
                    tookMs: number;
                }[];
            };
            tests: {
                announced: number;
                failed: number;
                /** @description From the announcement to the press */
                p50Ms: number | null;
                p95Ms: number | null;
                p99Ms: number | null;
                passed: number;
                waiting: number;
            };
            /** Format: date-time */
            to: string;
        };
        DeviceSheetRead: {
            devices: {
                address: string | null;
                id: components["schemas"]["Id"];
                line: number;
                secret: string | null;
            }[];
            dryRun: boolean;
            /** @description Lines without trouble */
            good: number;
            troubles: components["schemas"]["SheetTrouble"][];
        };
        DeviceWithSecret: {
            /** @description How its dialect names it: IMEI, friendly name */
            address?: string | null;
            batteryPercent?: number | null;
            /**
             * Format: uuid
             * @description Where it hangs
             */
            building?: string | null;
            charging?: boolean | null;
            /** @description What speaks through it, at most 200 */
            children: components["schemas"]["DeviceLine"][];
            community: components["schemas"]["Id"];
            /** @description One this server does not speak is let in and understood by nobody */
            dialect: string;
            entry: {
                /** Format: date-time */
                oldSecretUntil?: string | null;
                /** @description Whether its credentials let it in */
                open: boolean;
                secrets: number;
            };
            expected: {
                heartbeatSeconds: number;
                lateAfterSeconds: number;
                offlineAfterSeconds: number;
                testEverySeconds: number | null;
            };
            /** @description Raised by supervision and not passed */
            faults: ("DEVICE_OFFLINE" | "LOW_BATTERY" | "REMOVED" | "TEST_OVERDUE")[];
            /**
             * Format: uuid
             * @description What it speaks through
             */
            gateway?: string | null;
            /** @description How often it should be heard, where that differs from its model's */
            heartbeatSeconds?: number | null;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["DeviceKind"];
            /** Format: date-time */
            lastSeenAt?: string | null;
            /** @enum {unknown} */
            liveness: "ONLINE" | "LATE" | "OFFLINE" | "NEVER_SEEN";
            /** Format: date-time */
            maintenanceUntil?: string | null;
            model?: string | null;
            note?: string | null;
            /** @description The resident's door, or where it hangs, in words */
            place?: string | null;
            /** @description Where in the building */
            placeLabel?: string | null;
            /** Format: date-time */
            registeredAt: string;
            /** @description Whom it protects */
            resident?: components["schemas"]["Person"] | null;
            /** Format: date-time */
            retiredAt?: string | null;
            /** @description The password of its CONNECT; null when the gateway speaks for it and on a repetition */
            secret: string | null;
            /** @enum {unknown} */
            state: "ACTIVE" | "MAINTENANCE" | "RETIRED";
            test: components["schemas"]["TestState"];
            /** Format: date-time */
            testedAt?: string | null;
            /**
             * Format: date-time
             * @description A test press was announced and is awaited
             */
            testUntil?: string | null;
            version: number;
            worn?: boolean | null;
        };
        /** @enum {unknown} */
        Dialect: "native" | "imede" | "zigbee2mqtt";
        /** @enum {unknown} */
        Disposition: "HELPED" | "HOSPITAL" | "FALSE_ALARM" | "TEST" | "TRANSFERRED_120" | "TRANSFERRED_119" | "NO_CONTACT" | "MERGED" | "RECOVERED";
        /** @description Groups beyond the looker's right are absent; a group is null when there is no resident. */
        Dossier: {
            address?: Record<string, never> | null;
            clinical?: components["schemas"]["Clinical"] | null;
            contacts?: {
                hasKey: boolean;
                id: string;
                minutesAway: number | null;
                name: string;
                order: number;
                phone: string;
                relation: string;
            }[];
            devices?: {
                battery: number | null;
                id: components["schemas"]["Id"];
                kind: string;
                /** Format: date-time */
                lastSeenAt: string | null;
                /** Format: date-time */
                maintenanceUntil: string | null;
                model: string | null;
                /** @enum {unknown} */
                state: "ONLINE" | "LATE" | "OFFLINE" | "NEVER_SEEN";
                /**
                 * @description Whether somebody tried its button within a week
                 * @enum {unknown}
                 */
                test: "NOT_EXPECTED" | "NEVER_TESTED" | "TESTED" | "TEST_OVERDUE";
            }[];
            history?: {
                disposition: string | null;
                incident: components["schemas"]["Id"];
                need: components["schemas"]["Need"];
                openedAt: components["schemas"]["Instant"];
                priority: components["schemas"]["Priority"];
                signals: number;
            }[];
            incident: components["schemas"]["Incident"];
            news2?: components["schemas"]["News2"] | null;
            resident?: components["schemas"]["DossierResident"] | null;
            vitals?: {
                ageSeconds: number;
                at: components["schemas"]["Instant"];
                device: components["schemas"]["Id"];
                /** @enum {unknown} */
                kind: "hr" | "sys" | "dia" | "spo2" | "temp" | "rr" | "glucose";
                trend: {
                    at: components["schemas"]["Instant"];
                    value: number;
                }[];
                unit: string;
                value: number;
            }[];
            where?: components["schemas"]["Where"];
        };
        DossierResident: {
            absence?: components["schemas"]["AbsenceNow"];
            age: number | null;
            /** Format: date */
            birthDate: string | null;
            id: components["schemas"]["Id"];
            language: string | null;
            livesAlone: boolean;
            livingSituation: string | null;
            name: string;
            phone: string | null;
            pinyin?: string;
            /** @enum {unknown} */
            sex: "F" | "M" | null;
        };
        Duty: {
            onDuty: boolean;
        };
        /** @enum {unknown} */
        Equipment: "KEY" | "AED" | "WHEELCHAIR" | "STAIR_CLIMBER";
        Erasure: {
            /** @description The resident's, to be sure */
            name: string;
            reason: string;
        };
        GiveShift: {
            note?: string;
        };
        Ground: {
            tiles: null | {
                archive: boolean;
                attribution: string;
                /**
                 * @description What the tiles are drawn in; positions everywhere else are WGS-84
                 * @enum {unknown}
                 */
                crs: "WGS84" | "GCJ02";
                /** @enum {unknown} */
                kind: "RASTER" | "VECTOR";
                maxZoom: number;
                /** @description A template with {z}, {x} and {y}, or the address of a PMTiles archive */
                url: string;
            };
        };
        HandOver: {
            to: components["schemas"]["Id"];
        };
        HotlineCall: {
            /** Format: date-time */
            at: string;
            callId: string | null;
            /** @description Which telephone system */
            exchange: string;
            from: string | null;
            /** Format: uuid */
            id: string;
            to: string | null;
        };
        /** Format: uuid */
        Id: string;
        /**
         * @description No clinical field, ever; `reasons` of health (frail, NEWS2, in hospital) stand in a dossier's incident alone. What is
         *     outside one's right is null, absent or empty; who was only asked is told the building's word while the offer is
         *     pending, and no place after it.
         */
        Incident: {
            acknowledged?: null | {
                at: components["schemas"]["Instant"];
                by: components["schemas"]["Person"];
            };
            assignments: components["schemas"]["Assignment"][];
            cancelRequested?: boolean;
            /** @description The ten seconds to a doctor and the fifteen minutes to the door; null where nothing was promised */
            clocks?: {
                doctor: components["schemas"]["Clock"] | null;
                door: components["schemas"]["Clock"] | null;
            };
            community: components["schemas"]["Id"];
            devices?: components["schemas"]["Id"][];
            disposition?: components["schemas"]["Disposition"] | null;
            drill?: boolean;
            /** @description Places called for beyond the plan */
            extras?: {
                /** Format: date-time */
                askedAt: string | null;
                brings: components["schemas"]["Equipment"] | null;
                role: components["schemas"]["Role"];
                slot: number;
            }[];
            id: components["schemas"]["Id"];
            /** @description The kind of the signal that opened it */
            kind?: string;
            lastSignalAt?: components["schemas"]["Instant"];
            /**
             * Format: uuid
             * @description The incident this one became part of
             */
            mergedInto?: string | null;
            need: components["schemas"]["Need"];
            needs: components["schemas"]["Need"][];
            offers: components["schemas"]["Offer"][];
            openedAt: components["schemas"]["Instant"];
            place?: components["schemas"]["Place"] | null;
            priority: components["schemas"]["Priority"];
            reasons?: string[];
            resident: components["schemas"]["Person"] | null;
            signals: number;
            /** @enum {unknown} */
            state: "OPEN" | "STOOD_DOWN";
            step?: {
                /** @description How many steps of the plan have run; the last one repeats */
                index: number;
                /** Format: date-time */
                nextAt: string | null;
                total: number;
            };
            /** Format: date-time */
            stoodDownAt?: string | null;
            stoodDownBy?: components["schemas"]["Person"] | null;
            subject?: {
                id?: components["schemas"]["Id"];
                /** @enum {unknown} */
                kind: "RESIDENT" | "PLACE" | "DEVICE";
                label?: string | null;
            };
            version?: number;
        };
        IncidentList: {
            items: components["schemas"]["Incident"][];
            next: string | null;
        };
        /** Format: date-time */
        Instant: string;
        JwkSet: {
            keys: {
                /** @constant */
                alg: "ES256";
                /** @constant */
                crv: "P-256";
                kid: string;
                /** @constant */
                kty: "EC";
                /** @constant */
                use: "sig";
                x: string;
                y: string;
            }[];
        };
        Lending: {
            at: components["schemas"]["Instant"];
            by: components["schemas"]["Person"];
            community: components["schemas"]["Id"];
            name: string;
            /** @description While it is open */
            responders: components["schemas"]["Responder"][];
        };
        LendingList: {
            /** @description Which may be called into it; none for who was called in */
            beside: components["schemas"]["Person"][];
            /** @description Whose incident it is */
            community: components["schemas"]["Person"];
            items: components["schemas"]["Lending"][];
            next: null;
        };
        /** @description Who looked at whom, at what, because of what, when and from where */
        Look: {
            action: string;
            /** Format: date-time */
            at: string;
            breakGlass: boolean;
            by: components["schemas"]["Person"];
            /** Format: uuid */
            community?: string | null;
            fields: string[];
            from?: string | null;
            id: string;
            /** Format: uuid */
            incident?: string | null;
            purpose?: string | null;
            reason?: string | null;
            resident?: {
                /** Format: uuid */
                id: string;
                name?: string | null;
            } | null;
            review: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["Person"];
                note: string;
            } | null;
            role: components["schemas"]["AccountRole"];
        };
        LookList: {
            items: components["schemas"]["Look"][];
            next: string | null;
        };
        LookReview: {
            note?: string;
        };
        Maintenance: {
            reason: string;
            /** Format: date-time */
            until: string;
        };
        MaybeRefresh: {
            refresh_token?: string;
        };
        Me: {
            /** @description Feed nodes in scope */
            communities: components["schemas"]["Node"][];
            community: components["schemas"]["Node"] | null;
            id: components["schemas"]["Id"];
            /** @description Until they have, only their operations marked x-limited answer; all others are 403 password_change_required */
            mustChangePassword: boolean;
            name: string;
            onDuty: boolean;
            /**
             * Format: uuid
             * @description Whose family they are
             */
            resident?: string;
            /** @description Whether they can be asked to act at all */
            responder?: boolean;
            role: components["schemas"]["AccountRole"];
            /**
             * @description Whether signing in has a second step; only for roles that can have one. REQUIRED: not yet, and until then only
             *     operations marked x-limited answer; all others are 403 totp_enrolment_required
             * @enum {unknown}
             */
            totp?: "ON" | "OFF" | "REQUIRED";
            username: string;
        };
        MergeInto: {
            into: components["schemas"]["Id"];
        };
        MoreHands: {
            brings?: components["schemas"]["Equipment"];
            /** @default 1 */
            people?: number;
            /** @enum {unknown} */
            role: "DOCTOR" | "FIRST_HAND" | "BRINGER" | "COORDINATOR";
        };
        MyResident: {
            away: boolean;
            devices: {
                battery: number | null;
                id: components["schemas"]["Id"];
                kind: string;
                /** Format: date-time */
                lastSeenAt: string | null;
                /**
                 * Format: date-time
                 * @description Somebody works on it until then
                 */
                maintenanceUntil: string | null;
                /** @enum {unknown} */
                state: "ONLINE" | "LATE" | "OFFLINE" | "NEVER_SEEN";
                test: components["schemas"]["TestState"];
                worn: boolean | null;
            }[];
            /** @description What ended, newest first */
            history: {
                disposition: components["schemas"]["Disposition"];
                drill: boolean;
                incident: components["schemas"]["Id"];
                need: components["schemas"]["Need"];
                openedAt: components["schemas"]["Instant"];
                priority: components["schemas"]["Priority"];
                stoodDownAt: components["schemas"]["Instant"];
            }[];
            id: components["schemas"]["Id"];
            /** @description Null when there was none for a week */
            lastSign: null | {
                at: components["schemas"]["Instant"];
                /** @enum {unknown} */
                kind: "PRESSED" | "MEASURED" | "WORN" | "VISITED";
            };
            name: string;
            phone: string | null;
            readAt: components["schemas"]["Instant"];
            /** @description The newest of each kind of the last day; units as in ObservationList */
            readings?: {
                at: components["schemas"]["Instant"];
                /** @enum {unknown} */
                kind: "hr" | "sys" | "dia" | "spo2" | "temp" | "rr" | "glucose";
                value: number;
            }[];
            where?: {
                acc?: number;
                at: components["schemas"]["Instant"];
                lat: number;
                lon: number;
            };
        };
        /** @enum {unknown} */
        Need: "FIRE_OR_GAS" | "MEDICAL" | "PHYSICAL_HELP" | "WANDERING" | "WELFARE" | "TECHNICAL";
        NewCommunity: {
            lat?: number | null;
            /** @description Whether its volunteers are asked for the communities beside it */
            lends?: boolean;
            lon?: number | null;
            name: string;
            nameEn?: string | null;
            /** Format: uuid */
            parent: string;
            /** @description Its part of the map's plan */
            plan?: string | null;
        };
        NewContact: {
            /**
             * Format: uuid
             * @description One of this resident's family, else 422 `account_unknown`
             */
            account?: string;
            /** @default false */
            hasKey?: boolean;
            minutesAway?: number;
            name: components["schemas"]["ShortText"];
            /** @default 1 */
            order?: number;
            phone: components["schemas"]["Phone"];
            relation: components["schemas"]["ShortText"];
        };
        NewDevice: {
            address?: string | null;
            /** Format: uuid */
            building?: string | null;
            /**
             * Format: uuid
             * @description A community, or the street when nobody knows better
             */
            community: string;
            dialect: components["schemas"]["Dialect"];
            /** Format: uuid */
            gateway?: string | null;
            heartbeatSeconds?: number | null;
            kind: components["schemas"]["DeviceKind"];
            model?: string | null;
            note?: string | null;
            placeLabel?: string | null;
            /** Format: uuid */
            resident?: string | null;
        };
        NewPlannedShift: {
            /** Format: date-time */
            endsAt: string;
            /** Format: uuid */
            responder: string;
            /** Format: date-time */
            startsAt: string;
        };
        NewPriority: {
            /** @description What leads from now on; what leads now stays when left out */
            need?: components["schemas"]["Need"];
            priority: components["schemas"]["Priority"];
            reason: string;
        };
        NewResident: {
            away?: boolean;
            birthDate?: components["schemas"]["BirthDate"];
            /** Format: uuid */
            building?: string;
            clinical?: components["schemas"]["ClinicalChange"];
            /** Format: uuid */
            community: string;
            /** @description How an office's own list calls them; 409 `external_id_taken` */
            externalId?: string;
            floor?: number;
            keyBox?: string;
            language?: string;
            lat?: number;
            livesAlone?: boolean;
            livingSituation?: string;
            lon?: number;
            name: components["schemas"]["ShortText"];
            phone?: components["schemas"]["Phone"];
            pinyin?: string;
            room?: string;
            /** @enum {unknown} */
            sex?: "F" | "M";
            unit?: string;
        };
        NewResponsePlan: {
            /** @default true */
            active?: boolean;
            /**
             * Format: uuid
             * @description A street or a community
             */
            community: string;
            hours?: Record<string, never> | null;
            name: string;
            need: components["schemas"]["Need"];
            priority: components["schemas"]["Priority"];
            repeatEverySeconds: number;
            /** @description As in ResponsePlan; what is wrong is said in faults */
            steps: Record<string, never>[];
        };
        /** @description Early-warning score of the fresh readings; null when nothing was measured. Missing values are never invented. */
        News2: {
            /** Format: date-time */
            at: string | null;
            complete: boolean;
            lowerBound: number;
            missing: ("rr" | "spo2" | "o2" | "sys" | "hr" | "consciousness" | "temp")[];
            score: number;
            upperBound: number;
        };
        NewUser: {
            /**
             * Format: uuid
             * @description The node whose part of the tree it works for, at or below the giver's own
             */
            community: string;
            home?: {
                lat: number;
                lon: number;
            };
            /** @enum {unknown} */
            language?: "zh" | "en";
            /** @description How many unanswered offers may ring at once */
            maxPendingOffers?: number;
            name: string;
            /** @description Only for INTEGRATOR: whether it may register devices */
            registersDevices?: boolean;
            /**
             * Format: uuid
             * @description Whose family; only for FAMILY
             */
            resident?: string;
            role: components["schemas"]["AccountRole"];
            skills?: string[];
            username: string;
        };
        Node: {
            id: components["schemas"]["Id"];
            lat?: number;
            /** @enum {unknown} */
            level: "STREET" | "COMMUNITY" | "BUILDING";
            lon?: number;
            name: string;
            /** Format: uuid */
            parent: string | null;
        };
        NodeList: {
            items: components["schemas"]["Node"][];
            next: string | null;
        };
        Note: {
            text: string;
        };
        ObservationList: {
            items: {
                at: components["schemas"]["Instant"];
                /** @description Sent late; never raised an alarm */
                backfilled: boolean;
                /** @enum {unknown} */
                consciousness?: "A" | "C" | "V" | "P" | "U";
                device: components["schemas"]["Id"];
                /** @description mmHg */
                dia?: number;
                /** @description mmol/L */
                glucose?: number;
                /** @description beats/min */
                hr?: number;
                /** @description breathing added oxygen */
                o2?: boolean;
                /** @description breaths/min */
                rr?: number;
                /** @description % */
                spo2?: number;
                /** @description mmHg */
                sys?: number;
                /** @description °C */
                temp?: number;
            }[];
            next: string | null;
        };
        Offer: {
            brings?: components["schemas"]["Equipment"];
            distanceMeters?: number;
            drill?: boolean;
            etaSeconds?: number;
            expiresAt: components["schemas"]["Instant"];
            /**
             * @description Whoever holds the place asks to be relieved, and holds it until you say yes
             * @constant
             */
            handOver?: true;
            id: components["schemas"]["Id"];
            incident: components["schemas"]["Id"];
            madeAt: components["schemas"]["Instant"];
            responder: components["schemas"]["Person"];
            role: components["schemas"]["Role"];
            slot: number;
            /** @enum {unknown} */
            state: "PENDING" | "ACCEPTED" | "DECLINED" | "LAPSED" | "WITHDRAWN";
        };
        OfferList: {
            items: components["schemas"]["Offer"][];
            next: string | null;
        };
        OidcAnswer: {
            attempt: string;
            code: string;
            /** @description As the answer names it (RFC 9207) */
            iss?: string;
            state: string;
        };
        OidcBegun: {
            /** @description Sealed; means something to us alone */
            attempt: string;
            /**
             * Format: uri
             * @description Of the provider
             */
            location: string;
        };
        PasswordChange: {
            currentPassword: string;
            newPassword: string;
        };
        Person: {
            id: components["schemas"]["Id"];
            name: string;
        };
        Phone: string;
        Place: {
            /** Format: uuid */
            building: string | null;
            label: string | null;
            lat?: number;
            lon?: number;
        };
        PlanFault: {
            /** @description As in steps[1].targets[0].people */
            at: string;
            code: string;
            detail: string;
        };
        PlannedShift: {
            /**
             * Format: uuid
             * @description The node whose incidents ring on their phone
             */
            community: string;
            /** Format: date-time */
            endsAt: string;
            id: components["schemas"]["Id"];
            responder: components["schemas"]["Person"];
            /** @enum {unknown} */
            role: "STAFF" | "DOCTOR" | "VOLUNTEER";
            /** Format: date-time */
            startsAt: string;
            version: number;
        };
        PlannedShiftChange: {
            /** Format: date-time */
            endsAt?: string;
            /** Format: date-time */
            startsAt?: string;
        };
        /**
         * @description People who are asked for a role, or only told. `needed`: the ladder climbs on until somebody stands there; otherwise
         *     they are welcome. `onlyFor`: only when the incident has this need too.
         */
        PlanTarget: {
            /** @description TELL_OUTSIDE; a gateway of the configuration */
            channel?: string;
            /** @description NEARBY; one of these */
            having?: components["schemas"]["Skill"][];
            needed?: boolean;
            /** @description NEARBY; the street's other communities lend theirs */
            neighbours?: boolean;
            offerSeconds?: number;
            onlyFor?: components["schemas"]["Need"] | null;
            /** @description How many are asked at once */
            people?: number;
            /** @description NEARBY; may be a little farther */
            preferring?: components["schemas"]["Skill"][];
            /**
             * @description PROMPT_DESK
             * @enum {unknown}
             */
            prompt?: "CALL_120" | "CALL_119" | "CALL_110" | "PHONE_RESIDENT";
            /** @description NEARBY */
            radiusMeters?: number;
            role?: components["schemas"]["Role"];
            slot?: number;
            /** @enum {unknown} */
            to: "DOCTORS" | "NEARBY" | "ON_SHIFT" | "FAMILY" | "DESK" | "STREET" | "TELL_FAMILY" | "TELL_STREET" | "TELL_OUTSIDE" | "PROMPT_DESK";
        };
        Position: {
            /** @description metres */
            acc?: number;
            lat: number;
            lon: number;
        };
        /** @enum {unknown} */
        Priority: "P1" | "P2" | "P3" | "P4";
        Problem: {
            /** @description With totp_required: what to go on with */
            challenge?: string;
            code: string;
            detail: string;
            /** @description Where the request leaves this contract */
            errors?: {
                detail: string;
                /** @description Of the path, the query or the headers */
                parameter?: string;
                /** @description Into the body: a JSON pointer as a fragment */
                pointer?: string;
                /** @description The word of this contract that was broken, such as maxLength */
                rule?: string;
            }[];
            /** @description With totp_required: for how many seconds */
            expires_in?: number;
            /** @description What is wrong with a response plan, each with its place */
            faults?: components["schemas"]["PlanFault"][];
            instance: string;
            status: number;
            title: string;
            /** @description What is wrong with a sheet, line by line */
            troubles?: components["schemas"]["SheetTrouble"][];
            type: string;
            winner?: {
                name: string;
            };
        };
        PushSubscription: {
            /** @description https, of a public push service */
            endpoint: string;
            expirationTime?: number | null;
            keys: {
                auth: string;
                p256dh: string;
            };
        };
        Raised: {
            devices: number;
            times: number;
        };
        Reachable: {
            hasKey: boolean;
            minutesAway?: number;
            phone: components["schemas"]["Phone"];
        };
        Reason: {
            reason: string;
        };
        RecoveryCodes: {
            recoveryCodes: string[];
        };
        Refresh: {
            refresh_token: string;
        };
        ReliefList: {
            items: {
                /** @description To the door; absent when nobody knows where they are */
                distanceMeters?: number;
                id: components["schemas"]["Id"];
                name: string;
                role: components["schemas"]["AccountRole"];
            }[];
            next: string | null;
        };
        Resident: {
            absence?: components["schemas"]["AbsenceNow"];
            address: components["schemas"]["Address"];
            age: number | null;
            /** @description In hospital, travelling: not missed */
            away: boolean;
            /** Format: date */
            birthDate: string | null;
            clinical?: components["schemas"]["Clinical"];
            /** @description How an office's own list calls them */
            externalId?: string | null;
            id: components["schemas"]["Id"];
            language: string | null;
            livesAlone: boolean;
            livingSituation: string | null;
            name: string;
            phone: string | null;
            pinyin: string;
            /** @enum {unknown} */
            sex: "F" | "M" | null;
            version: number;
        };
        /** @description A field that is not named stays as it is */
        ResidentChange: {
            away?: boolean;
            birthDate?: components["schemas"]["BirthDate"] | null;
            /** Format: uuid */
            building?: string | null;
            clinical?: components["schemas"]["ClinicalChange"];
            externalId?: string | null;
            floor?: number | null;
            keyBox?: string | null;
            language?: string | null;
            lat?: number | null;
            livesAlone?: boolean;
            livingSituation?: string | null;
            lon?: number | null;
            name?: components["schemas"]["ShortText"];
            phone?: components["schemas"]["Phone"] | null;
            pinyin?: string;
            room?: string | null;
            /** @enum {unknown} */
            sex?: "F" | "M" | null;
            unit?: string | null;
        };
        /** @description Rows as they are held, sealed texts opened */
        ResidentExport: {
            absences: Record<string, never>[];
            /** @description When their number or a contact's rang the hotline */
            calls: Record<string, never>[];
            consents: Record<string, never>[];
            contacts: Record<string, never>[];
            devices: Record<string, never>[];
            incidents: Record<string, never>[];
            looks: Record<string, never>[];
            observations: Record<string, never>[];
            resident: Record<string, never>;
        };
        ResidentLine: {
            address: components["schemas"]["Address"];
            away: boolean;
            /** Format: date */
            birthDate: string | null;
            /** @description How an office's own list calls them */
            externalId: string | null;
            id: components["schemas"]["Id"];
            livesAlone: boolean;
            name: string;
            phone: string | null;
            pinyin: string;
            /** @enum {unknown} */
            sex: "F" | "M" | null;
            version: number;
        };
        ResidentList: {
            items: components["schemas"]["ResidentLine"][];
            next: string | null;
        };
        ResidentSheetRead: {
            added: number;
            changed: number;
            dryRun: boolean;
            /** @description Lines without trouble */
            good: number;
            troubles: components["schemas"]["SheetTrouble"][];
        };
        Responder: {
            acc?: number;
            busy: boolean;
            community: components["schemas"]["Id"];
            id: components["schemas"]["Id"];
            lat?: number;
            lon?: number;
            name: string;
            onDuty: boolean;
            positionAt?: components["schemas"]["Instant"];
            role: components["schemas"]["AccountRole"];
            skills: string[];
        };
        ResponderList: {
            items: components["schemas"]["Responder"][];
            next: string | null;
        };
        ResponsePlan: {
            /** @description Switched off, the plan above holds */
            active: boolean;
            /**
             * Format: uuid
             * @description Whose plan it is
             */
            community: string | null;
            /** Format: date-time */
            editedAt: string | null;
            editedBy: components["schemas"]["Person"] | null;
            /** @description Why the steps above are the shipped plan's and not the written ones; empty for a plan that holds */
            faults: components["schemas"]["PlanFault"][];
            /** @description Of a plan for P4; outside them nobody is called */
            hours: null | {
                from: string;
                to: string;
                zone: string;
            };
            /**
             * Format: uuid
             * @description Null for a plan that comes with Anling
             */
            id: string | null;
            name: string;
            need: components["schemas"]["Need"];
            priority: components["schemas"]["Priority"];
            repeatEverySeconds: number;
            /** @description In order; the last repeats until everybody needed has come */
            steps: {
                /** @description Since the first step */
                afterSeconds: number;
                targets: components["schemas"]["PlanTarget"][];
            }[];
            version: number;
        };
        ResponsePlanEdit: {
            active?: boolean;
            hours?: Record<string, never> | null;
            name?: string;
            repeatEverySeconds?: number;
            /** @description As in ResponsePlan; what is wrong is said in faults */
            steps?: Record<string, never>[];
        };
        ResponsePlanList: {
            items: components["schemas"]["ResponsePlan"][];
            next: string | null;
        };
        Retirement: {
            reason: string;
            /** @default false */
            stillHeard?: boolean;
        };
        /** @enum {unknown} */
        Role: "DOCTOR" | "FIRST_HAND" | "BRINGER" | "COORDINATOR" | "FAMILY";
        Rota: {
            items: components["schemas"]["PlannedShift"][];
            next: string | null;
        };
        Rotation: {
            /** @default 168 */
            overlapHours?: number;
        };
        SecondStep: {
            challenge: string;
            code: string;
        };
        ServiceFigures: {
            /** Format: uuid */
            community: string | null;
            /** @description How many ended how */
            endings: {
                [key: string]: number;
            };
            /** @description Of those that ended; null when none did */
            falseAlarmShare: number | null;
            from: components["schemas"]["Instant"];
            incidents: number;
            open: number;
            promises: {
                code: string;
                counted: number;
                goal: number;
                kept: number;
                share: number | null;
                /** @description Who set it */
                source: string;
                stretch: components["schemas"]["Stretch"];
                withinMs: number;
            }[];
            stretches: {
                p50Ms: number | null;
                p95Ms: number | null;
                p99Ms: number | null;
                reached: number;
                stretch: components["schemas"]["Stretch"];
                worst: {
                    incident: components["schemas"]["Id"];
                    openedAt: components["schemas"]["Instant"];
                    reached: boolean;
                    /** @description What it took, or has lasted where it was not reached */
                    tookMs: number;
                }[];
            }[];
            to: components["schemas"]["Instant"];
        };
        SheetTrouble: {
            /** @description Empty when it is about the whole line */
            column: string;
            /** @description As a spreadsheet counts, the head being 1; 0 when it is about the whole sheet */
            line: number;
            why: string;
        };
        /** @description As it was when it was given */
        ShiftHandover: {
            community: components["schemas"]["Id"];
            givenAt: components["schemas"]["Instant"];
            givenBy: components["schemas"]["Person"];
            id: components["schemas"]["Id"];
            incidents: {
                drill: boolean;
                id: components["schemas"]["Id"];
                label: string | null;
                need: components["schemas"]["Need"];
                openedAt: components["schemas"]["Instant"];
                priority: components["schemas"]["Priority"];
            }[];
            note: string;
            onDuty: {
                id: components["schemas"]["Id"];
                name: string;
                role: components["schemas"]["AccountRole"];
            }[];
            /** Format: date-time */
            takenAt: string | null;
            takenBy: components["schemas"]["Person"] | null;
        };
        ShiftHandoverList: {
            items: components["schemas"]["ShiftHandover"][];
            next: string | null;
        };
        ShortText: string;
        ShortTexts: string[];
        SignIn: {
            password: string;
            username: string;
        };
        SignInMethods: {
            /** @description Absent unless there is a provider */
            oidc?: {
                /** @description As people know it */
                name: string;
            };
        };
        /** @enum {unknown} */
        Skill: "FIRST_AID" | "AED" | "KEY" | "WHEELCHAIR" | "STAIR_CLIMBER" | "STAIR_CARRY";
        StandDown: {
            disposition: components["schemas"]["Disposition"];
            /** @description What should change in how the resident is looked after */
            followUp?: string;
            note?: string;
        };
        /**
         * @description From the opening until some phone rang (OFFERED) or a human had it (ANSWERED); from when it was promised until
         *     somebody accepted to go (ACCEPTED), the doctor was there (DOCTOR), somebody stood at the door (DOOR)
         * @enum {unknown}
         */
        Stretch: "OFFERED" | "ANSWERED" | "ACCEPTED" | "DOCTOR" | "DOOR";
        /** @enum {unknown} */
        TestState: "NOT_EXPECTED" | "NEVER_TESTED" | "TESTED" | "TEST_OVERDUE";
        Timeline: {
            items: {
                at: components["schemas"]["Instant"];
                by: Record<string, never> | null;
                detail: Record<string, never> | null;
                event: string;
                seq: number | null;
            }[];
            next: string | null;
        };
        Tokens: {
            access_token: string;
            /** @description seconds */
            expires_in: number;
            refresh_token: string;
            /** @constant */
            token_type: "Bearer";
        };
        TotpCode: {
            code: string;
        };
        TotpEnrol: {
            password: string;
        };
        TotpSecret: {
            /** @description In base32 */
            secret: string;
            /** @description otpauth://totp/…, for a QR code */
            uri: string;
        };
        User: {
            community: components["schemas"]["Id"];
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            /** @description Where they start from */
            home?: null | {
                lat: number;
                lon: number;
            };
            id: components["schemas"]["Id"];
            /** @enum {unknown} */
            language: "zh" | "en";
            maxPendingOffers?: number;
            mustChangePassword: boolean;
            name: string;
            onDuty?: boolean;
            /** @description Of a machine (INTEGRATOR): whether it may register devices */
            registersDevices?: boolean;
            /** @description Whose family */
            resident: components["schemas"]["Person"] | null;
            role: components["schemas"]["AccountRole"];
            /** @description Of those who are asked to act, as the next three */
            skills?: string[];
            username: string;
            version: number;
        };
        UserChange: {
            /**
             * Format: uuid
             * @description The node whose part of the tree it works for, at or below the giver's own
             */
            community?: string;
            enabled?: boolean;
            home?: {
                lat: number;
                lon: number;
            };
            /** @enum {unknown} */
            language?: "zh" | "en";
            /** @description How many unanswered offers may ring at once */
            maxPendingOffers?: number;
            name?: string;
            /** @description Only for INTEGRATOR: whether it may register devices */
            registersDevices?: boolean;
            role?: components["schemas"]["AccountRole"];
            skills?: string[];
        };
        UserList: {
            items: components["schemas"]["User"][];
            next: string | null;
        };
        UserWithPassword: {
            community: components["schemas"]["Id"];
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            /** @description Where they start from */
            home?: null | {
                lat: number;
                lon: number;
            };
            id: components["schemas"]["Id"];
            /** @enum {unknown} */
            language: "zh" | "en";
            maxPendingOffers?: number;
            mustChangePassword: boolean;
            name: string;
            onDuty?: boolean;
            /** @description Null on a repetition */
            password: string | null;
            /** @description Whose family */
            resident: components["schemas"]["Person"] | null;
            role: components["schemas"]["AccountRole"];
            /** @description Of those who are asked to act, as the next three */
            skills?: string[];
            username: string;
            version: number;
        };
        /** @description First the home; beside it where a device was, with its age. */
        Where: {
            accuracyMeters?: number;
            ageSeconds?: number;
            at?: components["schemas"]["Instant"];
            /** @enum {unknown} */
            basis: "HOME" | "DEVICE" | "NONE";
            device?: components["schemas"]["Where"];
            lat?: number;
            lon?: number;
        };
    };
    responses: {
        /** @description The assignment as it is now */
        Assignment: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        /** @description As it is now */
        Community: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Community"];
            };
        };
        /** @description As it is now */
        Device: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Device"];
            };
        };
        /** @description The incident as it is now */
        Incident: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Incident"];
            };
        };
        /** @description The shift as it is now */
        PlannedShift: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PlannedShift"];
            };
        };
        /** @description Refused, or failed */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Shown this once; each signs in once in place of a code */
        RecoveryCodes: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RecoveryCodes"];
            };
        };
        /** @description As it is now */
        Resident: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Resident"];
            };
        };
        /** @description The plan as it is now */
        ResponsePlan: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ResponsePlan"];
            };
        };
        /** @description Signed in */
        Tokens: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Tokens"];
            };
        };
        /** @description As it is now */
        User: {
            headers: {
                ETag?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["User"];
            };
        };
    };
    parameters: {
        /** @description Opaque; as the page before gave it */
        Cursor: string;
        Id: string;
        IdempotencyKey: string;
        /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
        IfMatch: string;
        /** @description The ETag of what was read; 412 when it changed meanwhile. Without one, or with *, whatever it is now */
        MaybeIfMatch: string;
    };
    requestBodies: {
        MaybeRefresh: {
            content: {
                "application/json": components["schemas"]["MaybeRefresh"];
            };
        };
        Nothing: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        Refresh: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        SignIn: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        TotpCode: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWK set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
        };
    };
    listLooks: {
        parameters: {
            query?: {
                account?: string;
                /** @description Those past the own scope alone */
                breakGlass?: boolean;
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                from?: string;
                limit?: number;
                resident?: string;
                reviewed?: boolean;
                /** @description Not included */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reviewLook: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                look: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookReview"];
            };
        };
        responses: {
            /** @description It is reviewed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    checkIn: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CheckIn"];
            };
        };
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    clearAssignment: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    goEnRoute: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    handOver: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    arriveOnScene: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    releaseAssignment: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    listReliefs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On duty and free */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReliefList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeAway: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["MaybeRefresh"];
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getSignInMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the sign-in page offers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInMethods"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    beginOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcBegun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Refresh"];
        responses: {
            200: components["responses"]["Tokens"];
            default: components["responses"]["Problem"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SignIn"];
        responses: {
            200: components["responses"]["Tokens"];
            default: components["responses"]["Problem"];
        };
    };
    signInByOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OidcAnswer"];
            };
        };
        responses: {
            200: components["responses"]["Tokens"];
            default: components["responses"]["Problem"];
        };
    };
    signInSecondStep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondStep"];
            };
        };
        responses: {
            200: components["responses"]["Tokens"];
            default: components["responses"]["Problem"];
        };
    };
    announceCall: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "webhook-id": string;
                "webhook-signature": string;
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnnouncedCall"];
            };
        };
        responses: {
            /** @description It rings */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HotlineCall"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCommunities: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of streets, communities, buildings; parents first; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NodeList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addCommunity: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommunity"];
            };
        };
        responses: {
            /** @description As written down */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Community"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCommunity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Community"];
            default: components["responses"]["Problem"];
        };
    };
    changeCommunity: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommunityChange"];
            };
        };
        responses: {
            200: components["responses"]["Community"];
            default: components["responses"]["Problem"];
        };
    };
    listDevices: {
        parameters: {
            query?: {
                /** @description Whether it protects somebody or some place */
                assigned?: boolean;
                /** @description A community, or a street with all of its */
                community?: string;
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                dialect?: string;
                /** @description What speaks through it */
                gateway?: string;
                kind?: components["schemas"]["DeviceKind"];
                limit?: number;
                /** @description Of model, address, note, or of whom or what it protects */
                q?: string;
                resident?: string;
                /** @description How it is now, or how it stands in the registry */
                state?: "ONLINE" | "LATE" | "OFFLINE" | "NEVER_SEEN" | "MAINTENANCE" | "RETIRED";
                test?: components["schemas"]["TestState"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, in the order of coming in; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addDevice: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceWithSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Device"];
            default: components["responses"]["Problem"];
        };
    };
    changeDevice: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceChange"];
            };
        };
        responses: {
            200: components["responses"]["Device"];
            default: components["responses"]["Problem"];
        };
    };
    listDeviceAssignments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceAssignmentList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listCommands: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Commands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    sendCommand: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            /** @description On its way */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandSent"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    finishRotation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Device"];
            default: components["responses"]["Problem"];
        };
    };
    setMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Maintenance"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    endMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No longer in maintenance */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    retireDevice: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Retirement"];
            };
        };
        responses: {
            200: components["responses"]["Device"];
            default: components["responses"]["Problem"];
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description The device with its new secret */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceWithSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    importDevices: {
        parameters: {
            query?: {
                dryRun?: boolean;
                /** @description Of the troubles */
                language?: "zh" | "en";
            };
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What was read, or registered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceSheetRead"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    openFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Upgraded */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
                /** @description For the desk: only of this resident, the newest ones */
                resident?: string;
                state?: "open" | "stood_down";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeCall: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallTaken"];
            };
        };
        responses: {
            /** @description The incident it opened or joined */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    acknowledge: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assign"];
            };
        };
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    callMore: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoreHands"];
            };
        };
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    listCandidates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everybody considered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    escalate: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    listLendings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LendingList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    lend: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    community: string;
                };
            };
        };
        responses: {
            /** @description Who is in it now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LendingList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                to: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken back */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    mergeIncident: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeInto"];
            };
        };
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Note"];
            };
        };
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    changePriority: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPriority"];
            };
        };
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    standDown: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StandDown"];
            };
        };
        responses: {
            200: components["responses"]["Incident"];
            default: components["responses"]["Problem"];
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeMyContact: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reachable"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setDuty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Duty"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Duty"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listMyChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of a push subscription only the push service's name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirmNotice: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description Noted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listMyOffers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pending offers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    setPosition: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Position"];
            };
        };
        responses: {
            /** @description Taken */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    subscribePush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushSubscription"];
            };
        };
        responses: {
            /** @description Taken */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    unsubscribePush: {
        parameters: {
            query: {
                endpoint: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    withdrawPush: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    endpoint: string;
                };
            };
        };
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getMyResident: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyResident"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enrolTotp: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpEnrol"];
            };
        };
        responses: {
            /** @description Shown this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TotpCode"];
        responses: {
            200: components["responses"]["RecoveryCodes"];
            default: components["responses"]["Problem"];
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TotpCode"];
        responses: {
            200: components["responses"]["RecoveryCodes"];
            default: components["responses"]["Problem"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
                state?: "dead";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acceptOffer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            200: components["responses"]["Assignment"];
            default: components["responses"]["Problem"];
        };
    };
    declineOffer: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description The offer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPushKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An uncompressed P-256 point in base64url */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: string | null;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listResidents: {
        parameters: {
            query?: {
                away?: boolean;
                building?: string;
                /** @description A community, or a street with all of its */
                community?: string;
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
                livesAlone?: boolean;
                /** @description Of name, pinyin, phone or address, as people type it */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, in the order of coming in; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResidentList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addResident: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewResident"];
            };
        };
        responses: {
            /** @description As written down */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resident"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getResident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Resident"];
            default: components["responses"]["Problem"];
        };
    };
    changeResident: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResidentChange"];
            };
        };
        responses: {
            200: components["responses"]["Resident"];
            default: components["responses"]["Problem"];
        };
    };
    setAbsence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Absence"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    endAbsence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No longer away */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listLooksAtResident: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    breakGlass: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakGlass"];
            };
        };
        responses: {
            /** @description The dossier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dossier"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every kind; without a word of theirs it is no */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setConsent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 when it changed meanwhile. Without one, or with *, whatever it is now */
                "If-Match"?: components["parameters"]["MaybeIfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
                kind: components["schemas"]["ConsentKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentWord"];
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listContacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, twenty at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addContact: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewContact"];
            };
        };
        responses: {
            /** @description The contact */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    changeContact: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                contact: string;
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewContact"];
            };
        };
        responses: {
            /** @description All of them, as they are now called */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    removeContact: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                contact: string;
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    eraseResident: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Erasure"];
            };
        };
        responses: {
            /** @description Forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    exportResident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A copy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResidentExport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listObservations: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                /** @description Seven days before `to` if absent */
                from?: string;
                limit?: number;
                /** @description Now if absent; not included */
                to?: string;
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    exportResidents: {
        parameters: {
            query?: {
                /** @description Only this one */
                building?: components["schemas"]["Id"];
                /** @description Needed where one keeps several */
                community?: components["schemas"]["Id"];
                /** @description Of the heads */
                language?: "zh" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sheet */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    importResidents: {
        parameters: {
            query?: {
                /** @description Needed where one keeps several */
                community?: components["schemas"]["Id"];
                dryRun?: boolean;
                /** @description Of the troubles */
                language?: "zh" | "en";
                /** @description Write the good lines though others are bad */
                partial?: boolean;
            };
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description What was read, and written */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResidentSheetRead"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listResponders: {
        parameters: {
            query?: {
                /** @description Also those of the street above, whom incidents here ask too; without where they are */
                above?: boolean;
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of responders as they are now, in the order of coming in; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponderList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listResponsePlans: {
        parameters: {
            query?: {
                /** @description Mine if absent */
                community?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Plans */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponsePlanList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addResponsePlan: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewResponsePlan"];
            };
        };
        responses: {
            /** @description As stored */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponsePlan"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getResponsePlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ResponsePlan"];
            default: components["responses"]["Problem"];
        };
    };
    editResponsePlan: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResponsePlanEdit"];
            };
        };
        responses: {
            200: components["responses"]["ResponsePlan"];
            default: components["responses"]["Problem"];
        };
    };
    listResponsePlanVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponsePlanList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listRota: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                /** @description Shifts that end later than this; now if absent */
                from?: string;
                limit?: number;
                responder?: string;
                /** @description Shifts that start before this */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rota"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    planShift: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPlannedShift"];
            };
        };
        responses: {
            /** @description As planned */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedShift"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPlannedShift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["PlannedShift"];
            default: components["responses"]["Problem"];
        };
    };
    removePlannedShift: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    changePlannedShift: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlannedShiftChange"];
            };
        };
        responses: {
            200: components["responses"]["PlannedShift"];
            default: components["responses"]["Problem"];
        };
    };
    listShifts: {
        parameters: {
            query?: {
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hand-overs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShiftHandoverList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    giveShift: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveShift"];
            };
        };
        responses: {
            /** @description Given; somebody has to take it */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShiftHandover"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getShift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hand-over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShiftHandover"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    takeShift: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description The hand-over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShiftHandover"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDeviceFigures: {
        parameters: {
            query?: {
                /** @description A community, or a street with all of its; all of mine if absent */
                community?: string;
                /** @description csv: one line, as a sheet */
                format?: "json" | "csv";
                /** @description Thirty days before `to` if absent */
                from?: string;
                /** @description Of the sheet's heads */
                lang?: "zh" | "en";
                /** @description Now if absent; not included, and at most 366 days later */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceFigures"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getServiceFigures: {
        parameters: {
            query?: {
                /** @description A community, or a street with all of its; all of mine if absent */
                community?: string;
                /** @description csv: all of it as one sheet */
                format?: "json" | "csv";
                /** @description Thirty days before `to` if absent */
                from?: string;
                /** @description Of the sheet's heads */
                lang?: "zh" | "en";
                /** @description Now if absent; not included, and at most 366 days later */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceFigures"];
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description A node, with those directly below it */
                community?: string;
                /** @description Opaque; as the page before gave it */
                cursor?: components["parameters"]["Cursor"];
                enabled?: boolean;
                limit?: number;
                /** @description Of name or user name */
                q?: string;
                role?: components["schemas"]["AccountRole"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, in the order of coming in; `Link` names the next one */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserWithPassword"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["User"];
            default: components["responses"]["Problem"];
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of what was read, or * for whatever it is now; 428 without, 412 when it changed meanwhile */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            200: components["responses"]["User"];
            default: components["responses"]["Problem"];
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of a push subscription only the push service's name */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setChannels: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what was read; 412 when it changed meanwhile. Without one, or with *, whatever it is now */
                "If-Match"?: components["parameters"]["MaybeIfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Channels"];
            };
        };
        responses: {
            /** @description As they are now */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Nothing"];
        responses: {
            /** @description The account with its new password, which has to be changed first */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserWithPassword"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resetTotp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They sign in without, or set up a new one */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    confirmThroughGateway: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                "webhook-gateway": string;
                "webhook-id": string;
                "webhook-signature": string;
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                };
            };
        };
        responses: {
            /** @description Noted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getAsyncApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AsyncAPI 3 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
        };
    };
    readDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page without scripts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    styleDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A style sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
        };
    };
    getGround: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Null unless the house has set some up (`map.tiles.*`) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ground"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description GeoJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": Record<string, never>;
                };
            };
        };
    };
    getTiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes asked for with `Range` */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
        };
    };
}
