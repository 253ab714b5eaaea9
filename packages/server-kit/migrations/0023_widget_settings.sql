-- A creator's people change how its widget looks and speaks.
grant update (widget) on coach.creators to coach_app;
