-- What the hosts of a cluster share. Each has all of it in its own data directory too; only who leads, what is still to be read and
-- what a host asks of the leader is here alone.

-- Who writes holds this row, so entries are numbered in the order in which they are committed.
create table head (
    one boolean primary key default true check (one),
    entry bigint not null default 0,
    tag text not null default '',
    timeline text,  -- of the server; another one may lack the last commits
    settings text  -- by which the host that syncs maps; who has others publishes nothing
) with (fillfactor = 50);
insert into head default values;

-- Versions of observations, in microseconds since 1970. Each is given once, also while the clock is behind.
create table clock (
    one boolean primary key default true check (one),
    last bigint not null default 0
) with (fillfactor = 50);
insert into clock default values;

-- Lines of a journal, as journal-N.jsonl has them. One entry is one publication: observations, places, generation.
create table entry (
    entry bigint primary key,
    tag text not null,
    at timestamptz not null default clock_timestamp(),
    host text not null,
    lines bytea not null
);

-- The last layers.jsonl that a leader has written, in parts.
create table snapshot (
    entry bigint not null,
    part int not null,
    lines bytea not null,
    primary key (entry, part)
);

-- Who runs full syncs. A term begins with each new leader.
create table lease (
    one boolean primary key default true check (one),
    term bigint not null default 0,
    host text,
    process text,
    since timestamptz,
    until timestamptz not null default '-infinity'
) with (fillfactor = 50);
insert into lease default values;

-- The processes of all hosts, and when each was heard of last.
create table process (
    host text not null,
    kind text not null,
    process text not null,
    version text not null,
    settings text not null,
    started timestamptz not null default clock_timestamp(),
    seen timestamptz not null default clock_timestamp(),
    entry bigint not null default 0,
    generation bigint not null default 0,
    shown bigint not null default 0,
    primary key (host, kind)
) with (fillfactor = 50);

-- What notifications have asked for and nobody has read yet.
create table read_request (
    id bigint generated always as identity primary key,
    host text not null,
    request text not null,
    object text not null,
    offered boolean not null default false  -- its host cannot read it
);
create index on read_request (host, object);

-- A file that another service has put into the data directory of a host that does not lead.
create table errand (
    file text not null,
    host text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (file, host)
);

create function next_version() returns bigint language sql as $$
    update clock set last = greatest(last + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint) returning last
$$;

-- To be called first on each connection. A server that was promoted may lack the last commits of the one before: read requests
-- whose messages are acknowledged, and terms. Its clock may be behind. So the turn is free, all terms and versions that were
-- given before are lower, and a sync reads all lists. Server clocks may differ by a minute.
create function check_timeline() returns void language plpgsql as $$
declare
    now_on text := left(pg_walfile_name(pg_current_wal_lsn()), 8);
    was_on text;
begin
    if (select timeline is not distinct from now_on from head) then
        return;
    end if;
    select timeline into was_on from head for update;
    if was_on is not distinct from now_on then
        return;
    end if;
    update head set timeline = now_on;
    if was_on is not null then
        update clock set last = greatest(last, (extract(epoch from clock_timestamp()) * 1000000)::bigint) + 60000000;
        update lease set term = term + 1, process = null, host = null, until = '-infinity';
        insert into errand (file, host) values ('resync.flag', 'database') on conflict do nothing;
    end if;
end $$;
