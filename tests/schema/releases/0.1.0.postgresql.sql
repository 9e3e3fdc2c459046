SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account_events (
    id integer NOT NULL,
    account_id uuid NOT NULL,
    verb character varying(30) NOT NULL,
    actor_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    detail character varying(300) NOT NULL
);
CREATE SEQUENCE public.account_events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.account_events_id_seq OWNED BY public.account_events.id;
CREATE TABLE public.accounts (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    is_system boolean NOT NULL,
    email character varying(320),
    language character varying(2) DEFAULT 'nb'::character varying NOT NULL,
    made_at timestamp with time zone,
    closed_at timestamp with time zone
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.askers (
    question_id uuid NOT NULL,
    account_id uuid NOT NULL
);
CREATE TABLE public.assignments (
    document_id uuid NOT NULL,
    account_id uuid NOT NULL,
    due date,
    assigned_by uuid NOT NULL,
    assigned_at timestamp with time zone NOT NULL
);
CREATE TABLE public.changes (
    number bigint NOT NULL,
    entry_id uuid NOT NULL,
    verb character varying(20) NOT NULL,
    outcome boolean DEFAULT false NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.collected_items (
    collection_id uuid NOT NULL,
    item character varying(60) NOT NULL,
    entry_id uuid NOT NULL,
    fingerprint character varying(16) NOT NULL,
    chosen_at timestamp with time zone NOT NULL
);
CREATE TABLE public.counters (
    name character varying(40) NOT NULL,
    value bigint NOT NULL
);
CREATE TABLE public.counties (
    key character varying(5) NOT NULL,
    area character varying(100) NOT NULL,
    content json NOT NULL
);
CREATE TABLE public.curations (
    document_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    accepted_by uuid,
    accepted_at timestamp with time zone,
    CONSTRAINT ck_curations_accepted CHECK (((accepted_by IS NULL) = (accepted_at IS NULL)))
);
CREATE TABLE public.deleted_drafts (
    document_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    kind character varying(20) NOT NULL,
    deleted_by uuid NOT NULL,
    deleted_at timestamp with time zone NOT NULL
);
CREATE TABLE public.document_files (
    document_id uuid NOT NULL,
    sha256 character varying(64) NOT NULL,
    file_name character varying(300) NOT NULL,
    is_original boolean NOT NULL,
    given_by uuid NOT NULL,
    given_at timestamp with time zone NOT NULL
);
CREATE TABLE public.document_texts (
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    is_original boolean NOT NULL,
    state character varying(20) NOT NULL,
    state_since timestamp with time zone,
    published_id uuid,
    submitted_id uuid,
    first_published_at timestamp with time zone,
    newest_id uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    title text NOT NULL,
    order_nb bytea NOT NULL,
    order_sv bytea NOT NULL,
    review_due date,
    exception_asked_at timestamp with time zone,
    CONSTRAINT ck_document_texts_published CHECK ((((state)::text <> 'published'::text) OR (published_id IS NOT NULL))),
    CONSTRAINT ck_document_texts_state CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'in_review'::character varying, 'changes_requested'::character varying, 'published'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT ck_document_texts_submitted CHECK ((((state)::text <> ALL ((ARRAY['in_review'::character varying, 'changes_requested'::character varying])::text[])) OR (submitted_id IS NOT NULL))),
    CONSTRAINT ck_document_texts_withdrawn CHECK ((((state)::text <> 'withdrawn'::text) OR (published_id IS NULL)))
);
CREATE TABLE public.documents (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    language character varying(2) NOT NULL,
    organisation_id integer NOT NULL,
    publisher_id integer NOT NULL,
    slug character varying(100),
    follows_title boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid NOT NULL,
    CONSTRAINT ck_documents_lies_somewhere CHECK (((slug IS NOT NULL) OR follows_title))
);
CREATE TABLE public.entries (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    organisation_id integer NOT NULL,
    publisher_id integer NOT NULL,
    slug character varying(100) NOT NULL,
    language character varying(2) NOT NULL,
    content json NOT NULL,
    fingerprint character varying(16) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    revised_at timestamp with time zone NOT NULL
);
CREATE TABLE public.entry_addresses (
    organisation character varying(100) NOT NULL,
    slug character varying(100) NOT NULL,
    entry_id uuid,
    state character varying(10) NOT NULL,
    CONSTRAINT ck_entry_addresses_state CHECK (((state)::text = ANY ((ARRAY['current'::character varying, 'moved'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT ck_entry_addresses_withdrawn_points_nowhere CHECK ((((state)::text = 'withdrawn'::text) = (entry_id IS NULL)))
);
CREATE TABLE public.entry_adoptions (
    entry_id uuid NOT NULL,
    "position" integer NOT NULL,
    part character varying(60) NOT NULL,
    target_organisation character varying(100) NOT NULL,
    target_slug character varying(100) NOT NULL,
    target_part character varying(60) NOT NULL,
    how character varying(10) NOT NULL,
    since character varying(11) NOT NULL,
    outcome character varying(10) NOT NULL
);
CREATE TABLE public.entry_attachment_pages (
    entry_id uuid NOT NULL,
    part character varying(60) NOT NULL,
    page integer NOT NULL,
    text text NOT NULL
);
CREATE TABLE public.entry_attachments (
    entry_id uuid NOT NULL,
    "position" integer NOT NULL,
    part character varying(60) NOT NULL,
    sha256 character varying(64) NOT NULL,
    small_sha256 character varying(64),
    file_name character varying(300) NOT NULL,
    media_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    width integer,
    height integer,
    role character varying(10) NOT NULL,
    description text NOT NULL,
    language character varying(2) NOT NULL,
    text_state character varying(10) NOT NULL,
    small_media_type character varying(100) NOT NULL,
    small_size bigint NOT NULL
);
CREATE TABLE public.entry_curators (
    entry_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE TABLE public.entry_endorsements (
    entry_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    reason text NOT NULL,
    language character varying(2) NOT NULL,
    fingerprint character varying(16) NOT NULL,
    endorsed_at timestamp with time zone NOT NULL
);
CREATE TABLE public.entry_links (
    id integer NOT NULL,
    entry_id uuid NOT NULL,
    part character varying(60) NOT NULL,
    relation character varying(20) NOT NULL,
    target_organisation character varying(100) NOT NULL,
    target_slug character varying(100) NOT NULL,
    target_part character varying(60) NOT NULL,
    "position" integer NOT NULL
);
CREATE SEQUENCE public.entry_links_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.entry_links_id_seq OWNED BY public.entry_links.id;
CREATE TABLE public.entry_measures (
    entry_id uuid NOT NULL,
    part character varying(60) NOT NULL,
    "position" integer NOT NULL
);
CREATE TABLE public.entry_needs (
    entry_id uuid NOT NULL,
    state character varying(20) NOT NULL
);
CREATE TABLE public.entry_organisations (
    entry_id uuid NOT NULL,
    organisation character varying(100) NOT NULL,
    role character varying(20) NOT NULL
);
CREATE TABLE public.entry_series (
    entry_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    series character varying(60) NOT NULL,
    held character varying(10) NOT NULL
);
CREATE TABLE public.entry_texts (
    entry_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    is_original boolean NOT NULL,
    title character varying(300) NOT NULL,
    summary text NOT NULL,
    words json NOT NULL,
    html json NOT NULL,
    made_from character varying(16),
    published_at timestamp with time zone NOT NULL,
    revised_at timestamp with time zone NOT NULL
);
CREATE TABLE public.entry_topics (
    entry_id uuid NOT NULL,
    topic_id character varying(100) NOT NULL
);
CREATE TABLE public.failed_sign_ins (
    id integer NOT NULL,
    who character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.failed_sign_ins_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.failed_sign_ins_id_seq OWNED BY public.failed_sign_ins.id;
CREATE TABLE public.figures (
    organisation_id integer NOT NULL,
    measure character varying(20) NOT NULL,
    year integer NOT NULL,
    value integer NOT NULL,
    source character varying(200) NOT NULL,
    table_id character varying(100) NOT NULL,
    title character varying(300) NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_figures_measure CHECK (((measure)::text = 'population'::text)),
    CONSTRAINT ck_figures_value CHECK ((value >= 0))
);
CREATE TABLE public.follows (
    id integer NOT NULL,
    account_id uuid NOT NULL,
    what character varying(20) NOT NULL,
    key character varying(700) NOT NULL,
    level character varying(20) NOT NULL,
    organisation character varying(100) NOT NULL,
    since bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_follows_level CHECK (((level)::text = ANY ((ARRAY['everything'::character varying, 'new_and_revised'::character varying, 'outcomes'::character varying])::text[]))),
    CONSTRAINT ck_follows_what CHECK (((what)::text = ANY ((ARRAY['entry'::character varying, 'organisation'::character varying, 'topic'::character varying, 'collection'::character varying, 'series'::character varying, 'search'::character varying])::text[])))
);
CREATE SEQUENCE public.follows_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.follows_id_seq OWNED BY public.follows.id;
CREATE TABLE public.helpful_answers (
    id integer NOT NULL,
    need_id uuid NOT NULL,
    entry_id uuid,
    answer_id uuid,
    said_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_helpful_answers_an_entry_or_a_reply CHECK (((entry_id IS NULL) <> (answer_id IS NULL)))
);
CREATE SEQUENCE public.helpful_answers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.helpful_answers_id_seq OWNED BY public.helpful_answers.id;
CREATE TABLE public.imported_files (
    path character varying(300) NOT NULL,
    digest character varying(64) NOT NULL,
    revision_id uuid
);
CREATE TABLE public.job_runs (
    name character varying(40) NOT NULL,
    host character varying(200) NOT NULL,
    worker character varying(220) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    milliseconds bigint NOT NULL,
    failed_at timestamp with time zone,
    failure character varying(80) NOT NULL,
    failures integer NOT NULL,
    next_due timestamp with time zone
);
CREATE TABLE public.mail_preferences (
    account_id uuid NOT NULL,
    how_often character varying(10) NOT NULL,
    mailed_through bigint NOT NULL,
    seen_through bigint NOT NULL,
    period character varying(10) NOT NULL,
    secret character varying(64) NOT NULL,
    refusals integer NOT NULL,
    set_aside_at timestamp with time zone,
    CONSTRAINT ck_mail_preferences_how_often CHECK (((how_often)::text = ANY ((ARRAY['at_once'::character varying, 'daily'::character varying, 'weekly'::character varying, 'none'::character varying])::text[])))
);
CREATE TABLE public.mandates (
    id integer NOT NULL,
    account_id uuid NOT NULL,
    role character varying(30) NOT NULL,
    organisation_id integer,
    country character varying(2) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    ended_at timestamp with time zone,
    CONSTRAINT ck_mandates_role CHECK (((role)::text = ANY ((ARRAY['coordinator'::character varying, 'approver'::character varying, 'national_coordinator'::character varying, 'administrator'::character varying])::text[])))
);
CREATE SEQUENCE public.mandates_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.mandates_id_seq OWNED BY public.mandates.id;
CREATE TABLE public.marks (
    id integer NOT NULL,
    organisation_id integer NOT NULL,
    entry_id uuid NOT NULL,
    part character varying(60) NOT NULL,
    state character varying(10) NOT NULL,
    why character varying(300) NOT NULL,
    language character varying(2) NOT NULL,
    marked_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_marks_says_why CHECK ((((why)::text <> ''::text) OR ((state)::text = 'have'::text))),
    CONSTRAINT ck_marks_state CHECK (((state)::text = ANY ((ARRAY['have'::character varying, 'adapted'::character varying, 'considered'::character varying, 'declined'::character varying])::text[])))
);
CREATE SEQUENCE public.marks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.marks_id_seq OWNED BY public.marks.id;
CREATE TABLE public.missed_searches (
    words character varying(100) NOT NULL,
    language character varying(2) NOT NULL,
    day date NOT NULL,
    times integer NOT NULL
);
CREATE TABLE public.need_answers (
    id uuid NOT NULL,
    need_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    role character varying(30) NOT NULL,
    entry_id uuid,
    text text NOT NULL,
    language character varying(2) NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    is_hidden boolean NOT NULL,
    CONSTRAINT ck_need_answers_an_entry_or_a_reply CHECK ((((entry_id IS NULL) AND (text <> ''::text)) OR ((entry_id IS NOT NULL) AND (text = ''::text)) OR (is_hidden AND (text = ''::text))))
);
CREATE TABLE public.one_time_links (
    digest character varying(64) NOT NULL,
    purpose character varying(20) NOT NULL,
    account_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT ck_one_time_links_purpose CHECK (((purpose)::text = ANY ((ARRAY['invitation'::character varying, 'reset'::character varying])::text[])))
);
CREATE TABLE public.organisations (
    id integer NOT NULL,
    slug character varying(100) NOT NULL,
    bare_slug character varying(100) NOT NULL,
    type character varying(20) NOT NULL,
    country character varying(2) NOT NULL,
    county character varying(5) NOT NULL,
    name character varying(300) NOT NULL,
    is_closed boolean NOT NULL,
    content json NOT NULL
);
CREATE SEQUENCE public.organisations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.organisations_id_seq OWNED BY public.organisations.id;
CREATE TABLE public.outgoing_mail (
    id integer NOT NULL,
    "to" character varying(320) NOT NULL,
    subject character varying(300) NOT NULL,
    body text NOT NULL,
    language character varying(2) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    tries integer NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    last_error character varying(200) NOT NULL,
    key character varying(120),
    kind character varying(20) DEFAULT ''::character varying NOT NULL,
    parameters json
);
CREATE SEQUENCE public.outgoing_mail_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outgoing_mail_id_seq OWNED BY public.outgoing_mail.id;
CREATE TABLE public.overruled_guards (
    revision_id uuid NOT NULL,
    actor_id uuid NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.own_approvals (
    organisation_id integer NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE TABLE public.promotions (
    id integer NOT NULL,
    topic_id character varying(100) NOT NULL,
    entry_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    reason character varying(300) NOT NULL,
    language character varying(2) NOT NULL,
    promoted_at timestamp with time zone NOT NULL,
    until date NOT NULL
);
CREATE SEQUENCE public.promotions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.promotions_id_seq OWNED BY public.promotions.id;
CREATE TABLE public.purges (
    id uuid NOT NULL,
    what character varying(10) NOT NULL,
    document_id uuid,
    path character varying(200) NOT NULL,
    places json NOT NULL,
    rows json NOT NULL,
    actor_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT ck_purges_of_a_document CHECK ((((what)::text = 'words'::text) = (document_id IS NULL))),
    CONSTRAINT ck_purges_what CHECK (((what)::text = ANY ((ARRAY['document'::character varying, 'field'::character varying, 'words'::character varying])::text[])))
);
CREATE TABLE public.put_aside_searches (
    words character varying(100) NOT NULL,
    language character varying(2) NOT NULL,
    by uuid NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.questions (
    id uuid NOT NULL,
    entry_id uuid NOT NULL,
    organisation_id integer NOT NULL,
    role character varying(30) NOT NULL,
    text text NOT NULL,
    language character varying(2) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer text NOT NULL,
    answer_language character varying(2) NOT NULL,
    answering_id integer,
    answering_role character varying(30) NOT NULL,
    answered_at timestamp with time zone,
    revised_at timestamp with time zone,
    is_hidden boolean NOT NULL,
    CONSTRAINT ck_questions_answered_by_somebody CHECK (((answered_at IS NULL) = (answering_id IS NULL))),
    CONSTRAINT ck_questions_answered_in_one_way CHECK (((answer = ''::text) OR (revised_at IS NULL))),
    CONSTRAINT ck_questions_says_something CHECK ((is_hidden OR (text <> ''::text)))
);
CREATE TABLE public.reminded_needs (
    need_id uuid NOT NULL,
    reminded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.reports (
    id uuid NOT NULL,
    about character varying(10) NOT NULL,
    entry_id uuid NOT NULL,
    said_id uuid,
    country character varying(2) NOT NULL,
    account_id uuid NOT NULL,
    reason text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    outcome character varying(10) NOT NULL,
    note text NOT NULL,
    settled_by uuid,
    settled_at timestamp with time zone,
    taken_away text NOT NULL,
    CONSTRAINT ck_reports_about CHECK (((about)::text = ANY ((ARRAY['page'::character varying, 'question'::character varying, 'answer'::character varying])::text[]))),
    CONSTRAINT ck_reports_about_what_was_said CHECK ((((about)::text = 'page'::text) = (said_id IS NULL))),
    CONSTRAINT ck_reports_outcome CHECK (((outcome)::text = ANY ((ARRAY[''::character varying, 'hidden'::character varying, 'kept'::character varying])::text[]))),
    CONSTRAINT ck_reports_settled CHECK ((((outcome)::text = ''::text) = (settled_at IS NULL)))
);
CREATE TABLE public.review_notes (
    id uuid NOT NULL,
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    revision_id uuid NOT NULL,
    place character varying(200) NOT NULL,
    quote text NOT NULL,
    text text NOT NULL,
    author_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    answer text NOT NULL,
    answered_by uuid,
    answered_at timestamp with time zone,
    settled_by uuid,
    settled_at timestamp with time zone,
    CONSTRAINT ck_review_notes_answered CHECK (((answered_by IS NULL) = (answered_at IS NULL))),
    CONSTRAINT ck_review_notes_settled CHECK (((settled_by IS NULL) = (settled_at IS NULL)))
);
CREATE TABLE public.revisions (
    id uuid NOT NULL,
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    number integer NOT NULL,
    content json NOT NULL,
    fingerprint character varying(16) NOT NULL,
    author_id uuid NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE TABLE public.scheduled_publications (
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    revision_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    approved_by uuid NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    problem character varying(40) NOT NULL
);
CREATE TABLE public.seen_items (
    document_id uuid NOT NULL,
    item character varying(60) NOT NULL,
    entry_id uuid NOT NULL,
    address character varying(260) NOT NULL,
    fingerprint character varying(16) NOT NULL,
    newer_id uuid,
    seen_at timestamp with time zone NOT NULL
);
CREATE TABLE public.series_places (
    organisation_id integer NOT NULL,
    series character varying(60) NOT NULL
);
CREATE TABLE public.sign_in_methods (
    id integer NOT NULL,
    account_id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    subject character varying(300) NOT NULL,
    secret character varying(300) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_sign_in_methods_kind CHECK (((kind)::text = ANY ((ARRAY['password'::character varying, 'oidc'::character varying])::text[])))
);
CREATE SEQUENCE public.sign_in_methods_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.sign_in_methods_id_seq OWNED BY public.sign_in_methods.id;
CREATE TABLE public.sign_ins (
    id integer NOT NULL,
    digest character varying(64) NOT NULL,
    account_id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    browser character varying(100) NOT NULL,
    origin character varying(64) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.sign_ins_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.sign_ins_id_seq OWNED BY public.sign_ins.id;
CREATE TABLE public.stored_file_pages (
    sha256 character varying(64) NOT NULL,
    page integer NOT NULL,
    text text NOT NULL
);
CREATE TABLE public.stored_files (
    sha256 character varying(64) NOT NULL,
    size bigint NOT NULL,
    media_type character varying(100) NOT NULL,
    width integer,
    height integer,
    small_sha256 character varying(64),
    text_state character varying(10) NOT NULL,
    problem character varying(40) NOT NULL,
    title text NOT NULL,
    author text NOT NULL,
    left_out json NOT NULL,
    used_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_stored_files_text_state CHECK (((text_state)::text = ANY ((ARRAY['read'::character varying, 'empty'::character varying, 'failed'::character varying, 'none'::character varying])::text[])))
);
CREATE TABLE public.terms (
    id character varying(100) NOT NULL,
    "position" integer NOT NULL,
    content json NOT NULL
);
CREATE TABLE public.text_templates (
    id uuid NOT NULL,
    organisation_id integer NOT NULL,
    kind character varying(20) NOT NULL,
    language character varying(2) NOT NULL,
    name character varying(100) NOT NULL,
    fields json NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL
);
CREATE TABLE public.thrown_away_copies (
    account_id uuid NOT NULL,
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    kind character varying(20) NOT NULL,
    organisation_id integer NOT NULL,
    fields json NOT NULL,
    base_id uuid,
    thrown_away_at timestamp with time zone NOT NULL
);
CREATE TABLE public.topics (
    id character varying(100) NOT NULL,
    "position" integer NOT NULL,
    content json NOT NULL
);
CREATE TABLE public.trail (
    id integer NOT NULL,
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    revision_id uuid,
    verb character varying(30) NOT NULL,
    actor_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    note text NOT NULL
);
CREATE SEQUENCE public.trail_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.trail_id_seq OWNED BY public.trail.id;
CREATE TABLE public.used_parts (
    document_id uuid NOT NULL,
    part_id character varying(60) NOT NULL,
    field character varying(30) NOT NULL,
    is_gone boolean NOT NULL
);
CREATE TABLE public.working_copies (
    account_id uuid NOT NULL,
    document_id uuid NOT NULL,
    language character varying(2) NOT NULL,
    kind character varying(20) NOT NULL,
    organisation_id integer NOT NULL,
    fields json NOT NULL,
    base_id uuid,
    kept_at timestamp with time zone NOT NULL,
    number integer DEFAULT 1 NOT NULL,
    "window" character varying(16) DEFAULT ''::character varying NOT NULL,
    window_since integer DEFAULT 1 NOT NULL,
    clashes json DEFAULT '[]'::json NOT NULL
);
ALTER TABLE ONLY public.account_events ALTER COLUMN id SET DEFAULT nextval('public.account_events_id_seq'::regclass);
ALTER TABLE ONLY public.entry_links ALTER COLUMN id SET DEFAULT nextval('public.entry_links_id_seq'::regclass);
ALTER TABLE ONLY public.failed_sign_ins ALTER COLUMN id SET DEFAULT nextval('public.failed_sign_ins_id_seq'::regclass);
ALTER TABLE ONLY public.follows ALTER COLUMN id SET DEFAULT nextval('public.follows_id_seq'::regclass);
ALTER TABLE ONLY public.helpful_answers ALTER COLUMN id SET DEFAULT nextval('public.helpful_answers_id_seq'::regclass);
ALTER TABLE ONLY public.mandates ALTER COLUMN id SET DEFAULT nextval('public.mandates_id_seq'::regclass);
ALTER TABLE ONLY public.marks ALTER COLUMN id SET DEFAULT nextval('public.marks_id_seq'::regclass);
ALTER TABLE ONLY public.organisations ALTER COLUMN id SET DEFAULT nextval('public.organisations_id_seq'::regclass);
ALTER TABLE ONLY public.outgoing_mail ALTER COLUMN id SET DEFAULT nextval('public.outgoing_mail_id_seq'::regclass);
ALTER TABLE ONLY public.promotions ALTER COLUMN id SET DEFAULT nextval('public.promotions_id_seq'::regclass);
ALTER TABLE ONLY public.sign_in_methods ALTER COLUMN id SET DEFAULT nextval('public.sign_in_methods_id_seq'::regclass);
ALTER TABLE ONLY public.sign_ins ALTER COLUMN id SET DEFAULT nextval('public.sign_ins_id_seq'::regclass);
ALTER TABLE ONLY public.trail ALTER COLUMN id SET DEFAULT nextval('public.trail_id_seq'::regclass);
INSERT INTO public.account_events VALUES (1, '69ec7213-706c-48ab-9dec-6c8c6962202a', 'invited', 'd5ed9411-5d56-4d23-86f8-66b497076ae9', '2026-03-02 09:00:00+00', '');
INSERT INTO public.account_events VALUES (2, '69ec7213-706c-48ab-9dec-6c8c6962202a', 'mandate_given', 'd5ed9411-5d56-4d23-86f8-66b497076ae9', '2026-03-02 09:00:00+00', 'coordinator, eksempelvik');
INSERT INTO public.account_events VALUES (3, '69ec7213-706c-48ab-9dec-6c8c6962202a', 'signed_in', '69ec7213-706c-48ab-9dec-6c8c6962202a', '2026-03-02 09:00:00+00', '');
INSERT INTO public.accounts VALUES ('eaeb6601-edc9-4cb0-aa01-aeeb540875e5', 'import', true, NULL, 'nb', NULL, NULL);
INSERT INTO public.accounts VALUES ('d5ed9411-5d56-4d23-86f8-66b497076ae9', 'test', true, NULL, 'nb', NULL, NULL);
INSERT INTO public.accounts VALUES ('69ec7213-706c-48ab-9dec-6c8c6962202a', 'Kari', false, 'kari@eksempelvik.example', 'nb', '2026-03-02 09:00:00+00', NULL);
INSERT INTO public.alembic_version VALUES ('0011');
INSERT INTO public.changes VALUES (1, '8a726223-612d-41d1-9e85-d6797550dc88', 'published', false, '2026-03-02 09:00:00+00');
INSERT INTO public.changes VALUES (2, '530220d2-f779-4f33-80b7-9840f458ab8b', 'published', true, '2026-03-02 09:00:00+00');
INSERT INTO public.changes VALUES (3, '41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'published', false, '2026-03-02 09:00:00+00');
INSERT INTO public.changes VALUES (4, '8a726223-612d-41d1-9e85-d6797550dc88', 'revised', false, '2026-03-02 09:00:00+00');
INSERT INTO public.counters VALUES ('schema:0011', 11);
INSERT INTO public.counters VALUES ('changes', 4);
INSERT INTO public.counters VALUES ('public', 2057883473);
INSERT INTO public.counters VALUES ('register', 1060354649);
INSERT INTO public.counties VALUES ('NO-98', 'Vestfylket', '{"country": "NO", "code": "98", "area": "Vestfylket", "body": "vestfylket-fylkeskommune"}');
INSERT INTO public.counties VALUES ('NO-99', 'Østfylket', '{"country": "NO", "code": "99", "area": "\u00d8stfylket", "body": "ostfylket-fylkeskommune"}');
INSERT INTO public.counties VALUES ('SE-97', 'Exempellän', '{"country": "SE", "code": "97", "area": "Exempell\u00e4n", "body": "region-exempel"}');
INSERT INTO public.document_texts VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'nb', true, 'published', '2026-03-02 09:00:00+00', 'e28e643a-7863-4ee9-99f4-52d25d2f7cfd', NULL, '2026-03-02 09:00:00+00', 'e28e643a-7863-4ee9-99f4-52d25d2f7cfd', '2026-03-02 09:00:00+00', 'Frokost på skolen', '\x02016602017202016f02016b02016f020173020174010120020170030301012002017302016b02016f02016c02016502016e', '\x02016602017202016f02016b02016f020173020174010120020170030101012002017302016b02016f02016c02016502016e', NULL, NULL);
INSERT INTO public.document_texts VALUES ('530220d2-f779-4f33-80b7-9840f458ab8b', 'sv', true, 'published', '2026-03-02 09:00:00+00', 'd4742e9d-bd74-49a1-8cd7-75ce1a385623', NULL, '2026-03-02 09:00:00+00', 'd4742e9d-bd74-49a1-8cd7-75ce1a385623', '2026-03-02 09:00:00+00', 'Skolfrukost i Exempelstad', '\x02017302016b02016f02016c02016602017202017502016b02016f02017302017401012002016901012002016502017802016502016d02017002016502016c020173020174020161020164', '\x02017302016b02016f02016c02016602017202017502016b02016f02017302017401012002016901012002016502017802016502016d02017002016502016c020173020174020161020164', NULL, NULL);
INSERT INTO public.document_texts VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'sv', true, 'published', '2026-03-02 09:00:00+00', '09b6845e-919d-4632-b260-1ab9147e18f3', NULL, '2026-03-02 09:00:00+00', '09b6845e-919d-4632-b260-1ab9147e18f3', '2026-03-02 09:00:00+00', 'Möte om frukost', '\x02016d030202017402016501012002016f02016d01012002016602017202017502016b02016f020173020174', '\x02016d030302017402016501012002016f02016d01012002016602017202017502016b02016f020173020174', NULL, NULL);
INSERT INTO public.document_texts VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'sv', false, 'published', '2026-03-02 09:00:00+00', '3d87dec9-d722-4f75-9284-47aab882856d', NULL, '2026-03-02 09:00:00+00', '3d87dec9-d722-4f75-9284-47aab882856d', '2026-03-02 09:00:00+00', 'Frukost i skolan', '\x02016602017202017502016b02016f02017302017401012002016901012002017302016b02016f02016c02016102016e', '\x02016602017202017502016b02016f02017302017401012002016901012002017302016b02016f02016c02016102016e', NULL, NULL);
INSERT INTO public.document_texts VALUES ('119da309-5b1f-4527-9f01-979931732957', 'nb', true, 'draft', '2026-03-02 09:00:00+00', NULL, NULL, NULL, '3229c33b-1b1a-4847-b454-f8ea937abb4a', '2026-03-02 09:00:00+00', 'Et utkast fra en eldre versjon', '\x02016502017401012002017502017402016b02016102017302017401012002016602017202016101012002016502016e01012002016502016c02016402017202016501012002017602016502017202017302016a02016f02016e', '\x02016502017401012002017502017402016b02016102017302017401012002016602017202016101012002016502016e01012002016502016c02016402017202016501012002017602016502017202017302016a02016f02016e', NULL, NULL);
INSERT INTO public.documents VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'experience', 'nb', 1, 1, 'frokost', false, '2026-03-02 09:00:00+00', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5');
INSERT INTO public.documents VALUES ('530220d2-f779-4f33-80b7-9840f458ab8b', 'experience', 'sv', 4, 4, 'frukost', false, '2026-03-02 09:00:00+00', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5');
INSERT INTO public.documents VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'meeting', 'sv', 4, 4, 'mote', false, '2026-03-02 09:00:00+00', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5');
INSERT INTO public.documents VALUES ('119da309-5b1f-4527-9f01-979931732957', 'need', 'nb', 1, 1, NULL, true, '2026-03-02 09:00:00+00', '69ec7213-706c-48ab-9dec-6c8c6962202a');
INSERT INTO public.entries VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'experience', 1, 1, 'frokost', 'nb', '{"kind": "experience", "language": "nb", "title": "Frokost p\u00e5 skolen", "summary": "Gratis frokost ga mindre frav\u00e6r.", "topics": ["truancy"], "sources": [{"id": "rapport", "title": "Rapport om frokost"}], "links": [{"relation": "relates", "to": "exempelstad/frukost"}], "body": "# Slik gikk det\n\nRektorene tok ansvar, og [[eksempelvik]] betalte.", "period": {"start": "2019", "end": "2021"}, "done": "Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]].", "outcome": "goes_on"}', '1a2fccb94a281c5d', '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entries VALUES ('530220d2-f779-4f33-80b7-9840f458ab8b', 'experience', 4, 4, 'frukost', 'sv', '{"kind": "experience", "language": "sv", "title": "Skolfrukost i Exempelstad", "summary": "Frukosten lades ned.", "topics": ["schools"], "body": "Barnen saknade den. Se [[exempelstad/finns-inte]].", "outcome": "stopped", "outcome_why": "Pengarna tog slut."}', 'fd0cd642f1ba5a83', '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entries VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'meeting', 4, 4, 'mote', 'sv', '{"kind": "meeting", "language": "sv", "title": "M\u00f6te om frukost", "topics": ["schools"], "sources": [{"id": "protokoll", "title": "Minnesanteckningar", "language": "sv", "text": "Vid m\u00f6tet sade borgm\u00e4staren i Eksempelvik att frukosten\nbetalar sig. D\u00e4refter dracks kaffe."}], "attachments": [{"id": "karta", "title": "Skolv\u00e4gskarta f\u00f6r vintern", "url": "https://exempelstad.example/karta.pdf", "language": "sv", "format": "PDF"}], "series": "frukostmoten", "series_name": "Frukostm\u00f6ten", "organiser": {"organisation": "region-exempel"}, "statements": [{"id": "vik", "role": "borgm\u00e4stare", "organisation": "eksempelvik", "wording": "paraphrase", "text": "Frukosten betalar sig.", "account": "protokoll", "links": ["eksempelvik/frokost"]}], "passages": [{"id": "betalar", "part": "vik", "source": "protokoll", "words": "frukosten betalar sig"}]}', '0bde89f36a14876d', '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entry_addresses VALUES ('eksempelvik', 'frokost', '8a726223-612d-41d1-9e85-d6797550dc88', 'current');
INSERT INTO public.entry_addresses VALUES ('exempelstad', 'frukost', '530220d2-f779-4f33-80b7-9840f458ab8b', 'current');
INSERT INTO public.entry_addresses VALUES ('exempelstad', 'mote', '41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'current');
INSERT INTO public.entry_links VALUES (1, '8a726223-612d-41d1-9e85-d6797550dc88', '', 'relates', 'exempelstad', 'frukost', '', 0);
INSERT INTO public.entry_links VALUES (2, '8a726223-612d-41d1-9e85-d6797550dc88', '', 'mentions', 'exempelstad', 'frukost', '', 1);
INSERT INTO public.entry_links VALUES (3, '530220d2-f779-4f33-80b7-9840f458ab8b', '', 'mentions', 'exempelstad', 'finns-inte', '', 0);
INSERT INTO public.entry_links VALUES (4, '41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'vik', 'relates', 'eksempelvik', 'frokost', '', 0);
INSERT INTO public.entry_organisations VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'eksempelvik', 'mentioned');
INSERT INTO public.entry_organisations VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'region-exempel', 'organiser');
INSERT INTO public.entry_organisations VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'eksempelvik', 'took_part');
INSERT INTO public.entry_series VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 4, 'frukostmoten', '');
INSERT INTO public.entry_texts VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'nb', true, 'Frokost på skolen', 'Gratis frokost ga mindre fravær.', '{"title": "Frokost p\u00e5 skolen", "summary": "Gratis frokost ga mindre frav\u00e6r.", "body": "# Slik gikk det\n\nRektorene tok ansvar, og [[eksempelvik]] betalte.", "done": "Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]]."}', '{"summary": "<p>Gratis frokost ga mindre frav\u00e6r.</p>", "body": "<h2>Slik gikk det</h2>\n<p>Rektorene tok ansvar, og <a data-ref=\"eksempelvik\"></a> betalte.</p>", "done": "<p>Vi begynte med frokost. Se <a data-ref=\"term:yttrande\"></a> og <a data-ref=\"exempelstad/frukost\">Exempelstad</a>.</p>"}', NULL, '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entry_texts VALUES ('530220d2-f779-4f33-80b7-9840f458ab8b', 'sv', true, 'Skolfrukost i Exempelstad', 'Frukosten lades ned.', '{"title": "Skolfrukost i Exempelstad", "summary": "Frukosten lades ned.", "body": "Barnen saknade den. Se [[exempelstad/finns-inte]].", "outcome_why": "Pengarna tog slut."}', '{"summary": "<p>Frukosten lades ned.</p>", "body": "<p>Barnen saknade den. Se <a data-ref=\"exempelstad/finns-inte\"></a>.</p>", "outcome_why": "<p>Pengarna tog slut.</p>"}', NULL, '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entry_texts VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'sv', true, 'Möte om frukost', '', '{"title": "M\u00f6te om frukost", "series_name": "Frukostm\u00f6ten", "vik.role": "borgm\u00e4stare", "vik.text": "Frukosten betalar sig."}', '{"vik.text": "<p>Frukosten betalar sig.</p>"}', NULL, '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entry_texts VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'sv', false, 'Frukost i skolan', 'Gratis frukost gav mindre frånvaro.', '{"title": "Frukost i skolan", "summary": "Gratis frukost gav mindre fr\u00e5nvaro."}', '{"summary": "<p>Gratis frukost gav mindre fr\u00e5nvaro.</p>"}', '1a2fccb94a281c5d', '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00');
INSERT INTO public.entry_topics VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'schools');
INSERT INTO public.entry_topics VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'truancy');
INSERT INTO public.entry_topics VALUES ('530220d2-f779-4f33-80b7-9840f458ab8b', 'schools');
INSERT INTO public.entry_topics VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'schools');
INSERT INTO public.imported_files VALUES ('entries/eksempelvik/frokost.nb.md', '8ebb086c1355ee20bb7e652f6c427f71c7154889e8d31ded749e8c6f31fb233f', 'e28e643a-7863-4ee9-99f4-52d25d2f7cfd');
INSERT INTO public.imported_files VALUES ('entries/exempelstad/frukost.sv.md', '6fc223a00f016a7abf6dfe39d14fb563e2778f3bef44cd2f42bbb59959c7be0f', 'd4742e9d-bd74-49a1-8cd7-75ce1a385623');
INSERT INTO public.imported_files VALUES ('entries/exempelstad/mote.sv.md', 'e1a9f376eec938c02121be063107242f56ae98cf78ccdeffbfc7d44020f77189', '09b6845e-919d-4632-b260-1ab9147e18f3');
INSERT INTO public.imported_files VALUES ('entries/eksempelvik/frokost.sv.md', 'a4c493b6b90c9cb81a47c9b8196a8bbd0f3bfa9bd15c02778f560e95773f7c20', '3d87dec9-d722-4f75-9284-47aab882856d');
INSERT INTO public.mandates VALUES (1, '69ec7213-706c-48ab-9dec-6c8c6962202a', 'coordinator', 1, '', '2026-03-02', NULL, NULL);
INSERT INTO public.organisations VALUES (1, 'eksempelvik', 'eksempelvik', 'municipality', 'NO', 'NO-99', 'Eksempelvik', false, '{"slug": "eksempelvik", "type": "municipality", "country": "NO", "code": "9901", "county": "99", "group": "Bokm\u00e5l", "names": [{"name": "Eksempelvik"}], "parallel": [{"name": "Eksempelvuotna", "language": "se"}]}');
INSERT INTO public.organisations VALUES (2, 'lilleby-ost', 'lilleby', 'municipality', 'NO', 'NO-99', 'Lilleby', false, '{"slug": "lilleby-ost", "type": "municipality", "country": "NO", "code": "9902", "county": "99", "group": "Nynorsk", "names": [{"name": "Lilleby"}]}');
INSERT INTO public.organisations VALUES (3, 'lilleby-vest', 'lilleby', 'municipality', 'NO', 'NO-98', 'Lilleby', false, '{"slug": "lilleby-vest", "type": "municipality", "country": "NO", "code": "9903", "county": "98", "group": "Nynorsk", "names": [{"name": "Lilleby"}]}');
INSERT INTO public.organisations VALUES (4, 'exempelstad', 'exempelstad', 'municipality', 'SE', 'SE-97', 'Exempelstad', false, '{"slug": "exempelstad", "type": "municipality", "country": "SE", "code": "9801", "county": "97", "group": "C6", "names": [{"name": "Exempelstad", "language": "sv"}]}');
INSERT INTO public.organisations VALUES (5, 'vestfylket-fylkeskommune', 'vestfylket-fylkeskommune', 'county', 'NO', 'NO-98', 'Vestfylket fylkeskommune', false, '{"slug": "vestfylket-fylkeskommune", "type": "county", "country": "NO", "code": "98", "county": "98", "names": [{"name": "Vestfylket fylkeskommune"}]}');
INSERT INTO public.organisations VALUES (6, 'ostfylket-fylkeskommune', 'ostfylket-fylkeskommune', 'county', 'NO', 'NO-99', 'Østfylket fylkeskommune', false, '{"slug": "ostfylket-fylkeskommune", "type": "county", "country": "NO", "code": "99", "county": "99", "names": [{"name": "\u00d8stfylket fylkeskommune"}]}');
INSERT INTO public.organisations VALUES (7, 'region-exempel', 'region-exempel', 'county', 'SE', 'SE-97', 'Region Exempel', false, '{"slug": "region-exempel", "type": "county", "country": "SE", "code": "97", "county": "97", "names": [{"name": "Region Exempel", "language": "sv"}]}');
INSERT INTO public.organisations VALUES (8, 'grannar', 'grannar', 'editors', '', '', 'Grannars redaksjon', false, '{"slug": "grannar", "type": "editors", "names": [{"name": "Grannars redaksjon", "short": "Grannar"}]}');
INSERT INTO public.revisions VALUES ('e28e643a-7863-4ee9-99f4-52d25d2f7cfd', '8a726223-612d-41d1-9e85-d6797550dc88', 'nb', 1, '{"kind": "experience", "language": "nb", "title": "Frokost p\u00e5 skolen", "summary": "Gratis frokost ga mindre frav\u00e6r.", "topics": ["truancy"], "sources": [{"id": "rapport", "title": "Rapport om frokost"}], "links": [{"relation": "relates", "to": "exempelstad/frukost"}], "body": "# Slik gikk det\n\nRektorene tok ansvar, og [[eksempelvik]] betalte.", "period": {"start": "2019", "end": "2021"}, "done": "Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]].", "outcome": "goes_on"}', '1a2fccb94a281c5d', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00');
INSERT INTO public.revisions VALUES ('d4742e9d-bd74-49a1-8cd7-75ce1a385623', '530220d2-f779-4f33-80b7-9840f458ab8b', 'sv', 1, '{"kind": "experience", "language": "sv", "title": "Skolfrukost i Exempelstad", "summary": "Frukosten lades ned.", "topics": ["schools"], "body": "Barnen saknade den. Se [[exempelstad/finns-inte]].", "outcome": "stopped", "outcome_why": "Pengarna tog slut."}', 'fd0cd642f1ba5a83', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00');
INSERT INTO public.revisions VALUES ('09b6845e-919d-4632-b260-1ab9147e18f3', '41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'sv', 1, '{"kind": "meeting", "language": "sv", "title": "M\u00f6te om frukost", "topics": ["schools"], "sources": [{"id": "protokoll", "title": "Minnesanteckningar", "language": "sv", "text": "Vid m\u00f6tet sade borgm\u00e4staren i Eksempelvik att frukosten\nbetalar sig. D\u00e4refter dracks kaffe."}], "attachments": [{"id": "karta", "title": "Skolv\u00e4gskarta f\u00f6r vintern", "url": "https://exempelstad.example/karta.pdf", "language": "sv", "format": "PDF"}], "series": "frukostmoten", "series_name": "Frukostm\u00f6ten", "organiser": {"organisation": "region-exempel"}, "statements": [{"id": "vik", "role": "borgm\u00e4stare", "organisation": "eksempelvik", "wording": "paraphrase", "text": "Frukosten betalar sig.", "account": "protokoll", "links": ["eksempelvik/frokost"]}], "passages": [{"id": "betalar", "part": "vik", "source": "protokoll", "words": "frukosten betalar sig"}]}', '0bde89f36a14876d', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00');
INSERT INTO public.revisions VALUES ('3d87dec9-d722-4f75-9284-47aab882856d', '8a726223-612d-41d1-9e85-d6797550dc88', 'sv', 1, '{"language": "sv", "translates": "nb", "made_from": "1a2fccb94a281c5d", "words": {"title": "Frukost i skolan", "summary": "Gratis frukost gav mindre fr\u00e5nvaro."}}', 'cb873175aca69ba5', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00');
INSERT INTO public.revisions VALUES ('3229c33b-1b1a-4847-b454-f8ea937abb4a', '119da309-5b1f-4527-9f01-979931732957', 'nb', 1, '{"kind": "need", "language": "nb", "title": "Et utkast fra en eldre versjon", "body": "Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord."}', '3d8752f689f9c3d8', '69ec7213-706c-48ab-9dec-6c8c6962202a', '2026-03-02 09:00:00+00');
INSERT INTO public.series_places VALUES (4, 'frukostmoten');
INSERT INTO public.sign_in_methods VALUES (1, '69ec7213-706c-48ab-9dec-6c8c6962202a', 'password', '69ec7213706c48ab9dec6c8c6962202a', '$argon2id$v=19$m=8,t=1,p=1$JhkKKRphVRnyB/tNI6eW8w$kJuvy/xEtGKDLz0HYZ7hg1hJ6JQDkz4OGb4XuRRbrQM', '2026-03-02 09:00:00+00');
INSERT INTO public.sign_ins VALUES (1, '2d3d4dad448af0941e49be40d4933432501fe5bafbd6735fa9d3580c25606ea4', '69ec7213-706c-48ab-9dec-6c8c6962202a', '2026-03-02 09:00:00+00', '2026-03-02 09:00:00+00', NULL, '', '04c808e21cff297d242b7337ba4275aee0b95f539a45ccb2334c741bdbf5ebde');
INSERT INTO public.terms VALUES ('yttrande', 0, '{"id": "yttrande", "relation": "same", "sv": ["yttrande"], "nb": ["uttalelse"], "explanation": {"nb": "Det en svensk nemnd svarer.", "sv": "Det ett norskt utvalg svarar."}}');
INSERT INTO public.topics VALUES ('schools', 0, '{"id": "schools", "labels": {"nb": "Skole", "sv": "Skola"}}');
INSERT INTO public.topics VALUES ('truancy', 1, '{"id": "truancy", "broader": "schools", "labels": {"nb": "Skolefrav\u00e6r", "sv": "Skolfr\u00e5nvaro"}, "synonyms": {"sv": ["skolk"]}}');
INSERT INTO public.trail VALUES (1, '8a726223-612d-41d1-9e85-d6797550dc88', 'nb', 'e28e643a-7863-4ee9-99f4-52d25d2f7cfd', 'revised', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (2, '8a726223-612d-41d1-9e85-d6797550dc88', 'nb', 'e28e643a-7863-4ee9-99f4-52d25d2f7cfd', 'published', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (3, '530220d2-f779-4f33-80b7-9840f458ab8b', 'sv', 'd4742e9d-bd74-49a1-8cd7-75ce1a385623', 'revised', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (4, '530220d2-f779-4f33-80b7-9840f458ab8b', 'sv', 'd4742e9d-bd74-49a1-8cd7-75ce1a385623', 'published', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (5, '41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'sv', '09b6845e-919d-4632-b260-1ab9147e18f3', 'revised', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (6, '41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'sv', '09b6845e-919d-4632-b260-1ab9147e18f3', 'published', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (7, '8a726223-612d-41d1-9e85-d6797550dc88', 'sv', '3d87dec9-d722-4f75-9284-47aab882856d', 'revised', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (8, '8a726223-612d-41d1-9e85-d6797550dc88', 'sv', '3d87dec9-d722-4f75-9284-47aab882856d', 'published', 'eaeb6601-edc9-4cb0-aa01-aeeb540875e5', '2026-03-02 09:00:00+00', '');
INSERT INTO public.trail VALUES (9, '119da309-5b1f-4527-9f01-979931732957', 'nb', '3229c33b-1b1a-4847-b454-f8ea937abb4a', 'revised', '69ec7213-706c-48ab-9dec-6c8c6962202a', '2026-03-02 09:00:00+00', '');
INSERT INTO public.used_parts VALUES ('8a726223-612d-41d1-9e85-d6797550dc88', 'rapport', 'sources', false);
INSERT INTO public.used_parts VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'vik', 'statements', false);
INSERT INTO public.used_parts VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'betalar', 'passages', false);
INSERT INTO public.used_parts VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'protokoll', 'sources', false);
INSERT INTO public.used_parts VALUES ('41135c8d-4c06-4108-bf39-5e4e64dc1b79', 'karta', 'attachments', false);
SELECT pg_catalog.setval('public.account_events_id_seq', 3, true);
SELECT pg_catalog.setval('public.entry_links_id_seq', 4, true);
SELECT pg_catalog.setval('public.failed_sign_ins_id_seq', 3, true);
SELECT pg_catalog.setval('public.follows_id_seq', 1, false);
SELECT pg_catalog.setval('public.helpful_answers_id_seq', 1, false);
SELECT pg_catalog.setval('public.mandates_id_seq', 1, true);
SELECT pg_catalog.setval('public.marks_id_seq', 1, false);
SELECT pg_catalog.setval('public.organisations_id_seq', 8, true);
SELECT pg_catalog.setval('public.outgoing_mail_id_seq', 1, false);
SELECT pg_catalog.setval('public.promotions_id_seq', 1, false);
SELECT pg_catalog.setval('public.sign_in_methods_id_seq', 1, true);
SELECT pg_catalog.setval('public.sign_ins_id_seq', 1, true);
SELECT pg_catalog.setval('public.trail_id_seq', 9, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.account_events
    ADD CONSTRAINT pk_account_events PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);
ALTER TABLE ONLY public.askers
    ADD CONSTRAINT pk_askers PRIMARY KEY (question_id);
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT pk_assignments PRIMARY KEY (document_id);
ALTER TABLE ONLY public.changes
    ADD CONSTRAINT pk_changes PRIMARY KEY (number);
ALTER TABLE ONLY public.collected_items
    ADD CONSTRAINT pk_collected_items PRIMARY KEY (collection_id, item);
ALTER TABLE ONLY public.counters
    ADD CONSTRAINT pk_counters PRIMARY KEY (name);
ALTER TABLE ONLY public.counties
    ADD CONSTRAINT pk_counties PRIMARY KEY (key);
ALTER TABLE ONLY public.curations
    ADD CONSTRAINT pk_curations PRIMARY KEY (document_id, organisation_id);
ALTER TABLE ONLY public.deleted_drafts
    ADD CONSTRAINT pk_deleted_drafts PRIMARY KEY (document_id);
ALTER TABLE ONLY public.document_files
    ADD CONSTRAINT pk_document_files PRIMARY KEY (document_id, sha256);
ALTER TABLE ONLY public.document_texts
    ADD CONSTRAINT pk_document_texts PRIMARY KEY (document_id, language);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT pk_documents PRIMARY KEY (id);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT pk_entries PRIMARY KEY (id);
ALTER TABLE ONLY public.entry_addresses
    ADD CONSTRAINT pk_entry_addresses PRIMARY KEY (organisation, slug);
ALTER TABLE ONLY public.entry_adoptions
    ADD CONSTRAINT pk_entry_adoptions PRIMARY KEY (entry_id, "position");
ALTER TABLE ONLY public.entry_attachment_pages
    ADD CONSTRAINT pk_entry_attachment_pages PRIMARY KEY (entry_id, part, page);
ALTER TABLE ONLY public.entry_attachments
    ADD CONSTRAINT pk_entry_attachments PRIMARY KEY (entry_id, "position");
ALTER TABLE ONLY public.entry_curators
    ADD CONSTRAINT pk_entry_curators PRIMARY KEY (entry_id, organisation_id);
ALTER TABLE ONLY public.entry_endorsements
    ADD CONSTRAINT pk_entry_endorsements PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT pk_entry_links PRIMARY KEY (id);
ALTER TABLE ONLY public.entry_measures
    ADD CONSTRAINT pk_entry_measures PRIMARY KEY (entry_id, part);
ALTER TABLE ONLY public.entry_needs
    ADD CONSTRAINT pk_entry_needs PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.entry_organisations
    ADD CONSTRAINT pk_entry_organisations PRIMARY KEY (entry_id, organisation, role);
ALTER TABLE ONLY public.entry_series
    ADD CONSTRAINT pk_entry_series PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.entry_texts
    ADD CONSTRAINT pk_entry_texts PRIMARY KEY (entry_id, language);
ALTER TABLE ONLY public.entry_topics
    ADD CONSTRAINT pk_entry_topics PRIMARY KEY (entry_id, topic_id);
ALTER TABLE ONLY public.failed_sign_ins
    ADD CONSTRAINT pk_failed_sign_ins PRIMARY KEY (id);
ALTER TABLE ONLY public.figures
    ADD CONSTRAINT pk_figures PRIMARY KEY (organisation_id, measure, year);
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT pk_follows PRIMARY KEY (id);
ALTER TABLE ONLY public.helpful_answers
    ADD CONSTRAINT pk_helpful_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.imported_files
    ADD CONSTRAINT pk_imported_files PRIMARY KEY (path);
ALTER TABLE ONLY public.job_runs
    ADD CONSTRAINT pk_job_runs PRIMARY KEY (name, host);
ALTER TABLE ONLY public.mail_preferences
    ADD CONSTRAINT pk_mail_preferences PRIMARY KEY (account_id);
ALTER TABLE ONLY public.mandates
    ADD CONSTRAINT pk_mandates PRIMARY KEY (id);
ALTER TABLE ONLY public.marks
    ADD CONSTRAINT pk_marks PRIMARY KEY (id);
ALTER TABLE ONLY public.missed_searches
    ADD CONSTRAINT pk_missed_searches PRIMARY KEY (words, language, day);
ALTER TABLE ONLY public.need_answers
    ADD CONSTRAINT pk_need_answers PRIMARY KEY (id);
ALTER TABLE ONLY public.one_time_links
    ADD CONSTRAINT pk_one_time_links PRIMARY KEY (digest);
ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT pk_organisations PRIMARY KEY (id);
ALTER TABLE ONLY public.outgoing_mail
    ADD CONSTRAINT pk_outgoing_mail PRIMARY KEY (id);
ALTER TABLE ONLY public.overruled_guards
    ADD CONSTRAINT pk_overruled_guards PRIMARY KEY (revision_id);
ALTER TABLE ONLY public.own_approvals
    ADD CONSTRAINT pk_own_approvals PRIMARY KEY (organisation_id);
ALTER TABLE ONLY public.promotions
    ADD CONSTRAINT pk_promotions PRIMARY KEY (id);
ALTER TABLE ONLY public.purges
    ADD CONSTRAINT pk_purges PRIMARY KEY (id);
ALTER TABLE ONLY public.put_aside_searches
    ADD CONSTRAINT pk_put_aside_searches PRIMARY KEY (words, language);
ALTER TABLE ONLY public.questions
    ADD CONSTRAINT pk_questions PRIMARY KEY (id);
ALTER TABLE ONLY public.reminded_needs
    ADD CONSTRAINT pk_reminded_needs PRIMARY KEY (need_id);
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT pk_reports PRIMARY KEY (id);
ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT pk_review_notes PRIMARY KEY (id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT pk_revisions PRIMARY KEY (id);
ALTER TABLE ONLY public.scheduled_publications
    ADD CONSTRAINT pk_scheduled_publications PRIMARY KEY (document_id, language);
ALTER TABLE ONLY public.seen_items
    ADD CONSTRAINT pk_seen_items PRIMARY KEY (document_id, item);
ALTER TABLE ONLY public.series_places
    ADD CONSTRAINT pk_series_places PRIMARY KEY (organisation_id, series);
ALTER TABLE ONLY public.sign_in_methods
    ADD CONSTRAINT pk_sign_in_methods PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT pk_sign_ins PRIMARY KEY (id);
ALTER TABLE ONLY public.stored_file_pages
    ADD CONSTRAINT pk_stored_file_pages PRIMARY KEY (sha256, page);
ALTER TABLE ONLY public.stored_files
    ADD CONSTRAINT pk_stored_files PRIMARY KEY (sha256);
ALTER TABLE ONLY public.terms
    ADD CONSTRAINT pk_terms PRIMARY KEY (id);
ALTER TABLE ONLY public.text_templates
    ADD CONSTRAINT pk_text_templates PRIMARY KEY (id);
ALTER TABLE ONLY public.thrown_away_copies
    ADD CONSTRAINT pk_thrown_away_copies PRIMARY KEY (account_id, document_id, language);
ALTER TABLE ONLY public.topics
    ADD CONSTRAINT pk_topics PRIMARY KEY (id);
ALTER TABLE ONLY public.trail
    ADD CONSTRAINT pk_trail PRIMARY KEY (id);
ALTER TABLE ONLY public.used_parts
    ADD CONSTRAINT pk_used_parts PRIMARY KEY (document_id, part_id);
ALTER TABLE ONLY public.working_copies
    ADD CONSTRAINT pk_working_copies PRIMARY KEY (account_id, document_id, language);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_email UNIQUE (email);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT uq_documents_organisation_id UNIQUE (organisation_id, slug);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT uq_entries_organisation_id UNIQUE (organisation_id, slug);
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT uq_follows_account_id UNIQUE (account_id, what, key);
ALTER TABLE ONLY public.helpful_answers
    ADD CONSTRAINT uq_helpful_answers_answer_id UNIQUE (answer_id);
ALTER TABLE ONLY public.helpful_answers
    ADD CONSTRAINT uq_helpful_answers_need_id UNIQUE (need_id, entry_id);
ALTER TABLE ONLY public.mail_preferences
    ADD CONSTRAINT uq_mail_preferences_secret UNIQUE (secret);
ALTER TABLE ONLY public.marks
    ADD CONSTRAINT uq_marks_organisation_id UNIQUE (organisation_id, entry_id, part);
ALTER TABLE ONLY public.need_answers
    ADD CONSTRAINT uq_need_answers_need_id UNIQUE (need_id, entry_id);
ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT uq_organisations_slug UNIQUE (slug);
ALTER TABLE ONLY public.promotions
    ADD CONSTRAINT uq_promotions_topic_id UNIQUE (topic_id, entry_id, organisation_id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT uq_revisions_document_id UNIQUE (document_id, language, number);
ALTER TABLE ONLY public.sign_in_methods
    ADD CONSTRAINT uq_sign_in_methods_kind UNIQUE (kind, subject);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT uq_sign_ins_digest UNIQUE (digest);
ALTER TABLE ONLY public.text_templates
    ADD CONSTRAINT uq_text_templates_organisation_id UNIQUE (organisation_id, name);
CREATE INDEX ix_account_events_account_id ON public.account_events USING btree (account_id);
CREATE INDEX ix_askers_account_id ON public.askers USING btree (account_id);
CREATE INDEX ix_assignments_account_id ON public.assignments USING btree (account_id);
CREATE INDEX ix_changes_entry_id ON public.changes USING btree (entry_id);
CREATE INDEX ix_collected_items_entry_id ON public.collected_items USING btree (entry_id);
CREATE INDEX ix_curations_organisation_id ON public.curations USING btree (organisation_id);
CREATE INDEX ix_deleted_drafts_organisation_id ON public.deleted_drafts USING btree (organisation_id);
CREATE INDEX ix_document_files_sha256 ON public.document_files USING btree (sha256);
CREATE INDEX ix_document_texts_exception_asked_at ON public.document_texts USING btree (exception_asked_at);
CREATE INDEX ix_document_texts_review_due ON public.document_texts USING btree (review_due);
CREATE INDEX ix_document_texts_state ON public.document_texts USING btree (state, state_since);
CREATE INDEX ix_documents_publisher_id ON public.documents USING btree (publisher_id);
CREATE INDEX ix_entries_kind ON public.entries USING btree (kind);
CREATE INDEX ix_entries_published_at ON public.entries USING btree (published_at);
CREATE INDEX ix_entries_publisher_id ON public.entries USING btree (publisher_id);
CREATE INDEX ix_entry_addresses_entry_id ON public.entry_addresses USING btree (entry_id);
CREATE INDEX ix_entry_adoptions_target ON public.entry_adoptions USING btree (target_organisation, target_slug);
CREATE INDEX ix_entry_attachments_sha256 ON public.entry_attachments USING btree (sha256);
CREATE INDEX ix_entry_attachments_small_sha256 ON public.entry_attachments USING btree (small_sha256);
CREATE INDEX ix_entry_links_entry_id ON public.entry_links USING btree (entry_id);
CREATE INDEX ix_entry_links_target ON public.entry_links USING btree (target_organisation, target_slug);
CREATE INDEX ix_entry_needs_state ON public.entry_needs USING btree (state);
CREATE INDEX ix_entry_organisations_organisation ON public.entry_organisations USING btree (organisation);
CREATE INDEX ix_entry_series_place ON public.entry_series USING btree (organisation_id, series, held);
CREATE INDEX ix_entry_topics_topic_id ON public.entry_topics USING btree (topic_id);
CREATE INDEX ix_failed_sign_ins_who_at ON public.failed_sign_ins USING btree (who, at);
CREATE INDEX ix_helpful_answers_entry_id ON public.helpful_answers USING btree (entry_id);
CREATE INDEX ix_mail_preferences_how_often ON public.mail_preferences USING btree (how_often);
CREATE INDEX ix_mandates_account_id ON public.mandates USING btree (account_id);
CREATE INDEX ix_marks_entry ON public.marks USING btree (entry_id, part);
CREATE INDEX ix_missed_searches_day ON public.missed_searches USING btree (day);
CREATE INDEX ix_need_answers_entry_id ON public.need_answers USING btree (entry_id);
CREATE INDEX ix_one_time_links_account_id ON public.one_time_links USING btree (account_id);
CREATE INDEX ix_organisations_bare_slug ON public.organisations USING btree (bare_slug);
CREATE INDEX ix_organisations_county ON public.organisations USING btree (county);
CREATE INDEX ix_organisations_type ON public.organisations USING btree (type);
CREATE UNIQUE INDEX ix_outgoing_mail_key ON public.outgoing_mail USING btree (key);
CREATE INDEX ix_promotions_entry_id ON public.promotions USING btree (entry_id);
CREATE INDEX ix_questions_entry ON public.questions USING btree (entry_id, asked_at);
CREATE INDEX ix_reports_account_id ON public.reports USING btree (account_id);
CREATE INDEX ix_reports_country ON public.reports USING btree (country);
CREATE INDEX ix_reports_entry_id ON public.reports USING btree (entry_id);
CREATE INDEX ix_review_notes_document ON public.review_notes USING btree (document_id, language);
CREATE INDEX ix_revisions_author ON public.revisions USING btree (author_id, document_id, language, number);
CREATE INDEX ix_revisions_document_id ON public.revisions USING btree (document_id);
CREATE INDEX ix_scheduled_publications_at ON public.scheduled_publications USING btree (at);
CREATE INDEX ix_sign_in_methods_account_id ON public.sign_in_methods USING btree (account_id);
CREATE INDEX ix_sign_ins_account_id ON public.sign_ins USING btree (account_id);
CREATE INDEX ix_stored_files_small_sha256 ON public.stored_files USING btree (small_sha256);
CREATE INDEX ix_stored_files_used_at ON public.stored_files USING btree (used_at);
CREATE INDEX ix_trail_document_id ON public.trail USING btree (document_id);
ALTER TABLE ONLY public.account_events
    ADD CONSTRAINT fk_account_events_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.account_events
    ADD CONSTRAINT fk_account_events_actor_id_accounts FOREIGN KEY (actor_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.askers
    ADD CONSTRAINT fk_askers_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.askers
    ADD CONSTRAINT fk_askers_question_id_questions FOREIGN KEY (question_id) REFERENCES public.questions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT fk_assignments_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT fk_assignments_assigned_by_accounts FOREIGN KEY (assigned_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT fk_assignments_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.collected_items
    ADD CONSTRAINT fk_collected_items_collection_id_entries FOREIGN KEY (collection_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.curations
    ADD CONSTRAINT fk_curations_accepted_by_accounts FOREIGN KEY (accepted_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.curations
    ADD CONSTRAINT fk_curations_asked_by_accounts FOREIGN KEY (asked_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.curations
    ADD CONSTRAINT fk_curations_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.curations
    ADD CONSTRAINT fk_curations_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.deleted_drafts
    ADD CONSTRAINT fk_deleted_drafts_deleted_by_accounts FOREIGN KEY (deleted_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.deleted_drafts
    ADD CONSTRAINT fk_deleted_drafts_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.document_files
    ADD CONSTRAINT fk_document_files_given_by_accounts FOREIGN KEY (given_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.document_files
    ADD CONSTRAINT fk_document_files_sha256_stored_files FOREIGN KEY (sha256) REFERENCES public.stored_files(sha256);
ALTER TABLE ONLY public.document_texts
    ADD CONSTRAINT fk_document_texts_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.document_texts
    ADD CONSTRAINT fk_document_texts_newest_id_revisions FOREIGN KEY (newest_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.document_texts
    ADD CONSTRAINT fk_document_texts_published_id_revisions FOREIGN KEY (published_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.document_texts
    ADD CONSTRAINT fk_document_texts_submitted_id_revisions FOREIGN KEY (submitted_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT fk_documents_created_by_accounts FOREIGN KEY (created_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT fk_documents_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT fk_documents_publisher_id_organisations FOREIGN KEY (publisher_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT fk_entries_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT fk_entries_publisher_id_organisations FOREIGN KEY (publisher_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.entry_addresses
    ADD CONSTRAINT fk_entry_addresses_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id);
ALTER TABLE ONLY public.entry_adoptions
    ADD CONSTRAINT fk_entry_adoptions_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_attachment_pages
    ADD CONSTRAINT fk_entry_attachment_pages_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_attachments
    ADD CONSTRAINT fk_entry_attachments_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_curators
    ADD CONSTRAINT fk_entry_curators_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_curators
    ADD CONSTRAINT fk_entry_curators_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.entry_endorsements
    ADD CONSTRAINT fk_entry_endorsements_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_endorsements
    ADD CONSTRAINT fk_entry_endorsements_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.entry_links
    ADD CONSTRAINT fk_entry_links_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_measures
    ADD CONSTRAINT fk_entry_measures_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_needs
    ADD CONSTRAINT fk_entry_needs_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_organisations
    ADD CONSTRAINT fk_entry_organisations_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_series
    ADD CONSTRAINT fk_entry_series_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_series
    ADD CONSTRAINT fk_entry_series_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.entry_texts
    ADD CONSTRAINT fk_entry_texts_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.entry_topics
    ADD CONSTRAINT fk_entry_topics_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.figures
    ADD CONSTRAINT fk_figures_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.follows
    ADD CONSTRAINT fk_follows_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.helpful_answers
    ADD CONSTRAINT fk_helpful_answers_answer_id_need_answers FOREIGN KEY (answer_id) REFERENCES public.need_answers(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.helpful_answers
    ADD CONSTRAINT fk_helpful_answers_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.helpful_answers
    ADD CONSTRAINT fk_helpful_answers_need_id_entries FOREIGN KEY (need_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.imported_files
    ADD CONSTRAINT fk_imported_files_revision_id_revisions FOREIGN KEY (revision_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.mail_preferences
    ADD CONSTRAINT fk_mail_preferences_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.mandates
    ADD CONSTRAINT fk_mandates_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.mandates
    ADD CONSTRAINT fk_mandates_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.marks
    ADD CONSTRAINT fk_marks_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.marks
    ADD CONSTRAINT fk_marks_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.need_answers
    ADD CONSTRAINT fk_need_answers_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.need_answers
    ADD CONSTRAINT fk_need_answers_need_id_entries FOREIGN KEY (need_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.need_answers
    ADD CONSTRAINT fk_need_answers_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.one_time_links
    ADD CONSTRAINT fk_one_time_links_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.overruled_guards
    ADD CONSTRAINT fk_overruled_guards_actor_id_accounts FOREIGN KEY (actor_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.overruled_guards
    ADD CONSTRAINT fk_overruled_guards_revision_id_revisions FOREIGN KEY (revision_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.own_approvals
    ADD CONSTRAINT fk_own_approvals_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.promotions
    ADD CONSTRAINT fk_promotions_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.promotions
    ADD CONSTRAINT fk_promotions_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.purges
    ADD CONSTRAINT fk_purges_actor_id_accounts FOREIGN KEY (actor_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.put_aside_searches
    ADD CONSTRAINT fk_put_aside_searches_by_accounts FOREIGN KEY (by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.questions
    ADD CONSTRAINT fk_questions_answering_id_organisations FOREIGN KEY (answering_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.questions
    ADD CONSTRAINT fk_questions_entry_id_entries FOREIGN KEY (entry_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.questions
    ADD CONSTRAINT fk_questions_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.reminded_needs
    ADD CONSTRAINT fk_reminded_needs_need_id_entries FOREIGN KEY (need_id) REFERENCES public.entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT fk_reports_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT fk_reports_settled_by_accounts FOREIGN KEY (settled_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT fk_review_notes_answered_by_accounts FOREIGN KEY (answered_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT fk_review_notes_author_id_accounts FOREIGN KEY (author_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT fk_review_notes_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT fk_review_notes_revision_id_revisions FOREIGN KEY (revision_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.review_notes
    ADD CONSTRAINT fk_review_notes_settled_by_accounts FOREIGN KEY (settled_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT fk_revisions_author_id_accounts FOREIGN KEY (author_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT fk_revisions_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.scheduled_publications
    ADD CONSTRAINT fk_scheduled_publications_approved_by_accounts FOREIGN KEY (approved_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.scheduled_publications
    ADD CONSTRAINT fk_scheduled_publications_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.scheduled_publications
    ADD CONSTRAINT fk_scheduled_publications_revision_id_revisions FOREIGN KEY (revision_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.seen_items
    ADD CONSTRAINT fk_seen_items_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.series_places
    ADD CONSTRAINT fk_series_places_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.sign_in_methods
    ADD CONSTRAINT fk_sign_in_methods_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT fk_sign_ins_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.stored_file_pages
    ADD CONSTRAINT fk_stored_file_pages_sha256_stored_files FOREIGN KEY (sha256) REFERENCES public.stored_files(sha256) ON DELETE CASCADE;
ALTER TABLE ONLY public.text_templates
    ADD CONSTRAINT fk_text_templates_made_by_accounts FOREIGN KEY (made_by) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.text_templates
    ADD CONSTRAINT fk_text_templates_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.thrown_away_copies
    ADD CONSTRAINT fk_thrown_away_copies_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.thrown_away_copies
    ADD CONSTRAINT fk_thrown_away_copies_base_id_revisions FOREIGN KEY (base_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.thrown_away_copies
    ADD CONSTRAINT fk_thrown_away_copies_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
ALTER TABLE ONLY public.trail
    ADD CONSTRAINT fk_trail_actor_id_accounts FOREIGN KEY (actor_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.trail
    ADD CONSTRAINT fk_trail_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.trail
    ADD CONSTRAINT fk_trail_revision_id_revisions FOREIGN KEY (revision_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.used_parts
    ADD CONSTRAINT fk_used_parts_document_id_documents FOREIGN KEY (document_id) REFERENCES public.documents(id);
ALTER TABLE ONLY public.working_copies
    ADD CONSTRAINT fk_working_copies_account_id_accounts FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.working_copies
    ADD CONSTRAINT fk_working_copies_base_id_revisions FOREIGN KEY (base_id) REFERENCES public.revisions(id);
ALTER TABLE ONLY public.working_copies
    ADD CONSTRAINT fk_working_copies_organisation_id_organisations FOREIGN KEY (organisation_id) REFERENCES public.organisations(id);
