BEGIN TRANSACTION;
CREATE TABLE account_events (
	id INTEGER NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	verb VARCHAR(30) NOT NULL, 
	actor_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	detail VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_account_events PRIMARY KEY (id), 
	CONSTRAINT fk_account_events_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_account_events_actor_id_accounts FOREIGN KEY(actor_id) REFERENCES accounts (id)
);
INSERT INTO "account_events" VALUES(1,'a3eb178406684d00899bb1a0c7323c5a','invited','9b4e86f45f6a47b58d8784ed94c5f228','2026-03-02 09:00:00.000000','');
INSERT INTO "account_events" VALUES(2,'a3eb178406684d00899bb1a0c7323c5a','mandate_given','9b4e86f45f6a47b58d8784ed94c5f228','2026-03-02 09:00:00.000000','coordinator, eksempelvik');
INSERT INTO "account_events" VALUES(3,'a3eb178406684d00899bb1a0c7323c5a','signed_in','a3eb178406684d00899bb1a0c7323c5a','2026-03-02 09:00:00.000000','');
CREATE TABLE accounts (
	id CHAR(32) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	is_system BOOLEAN NOT NULL, 
	email VARCHAR(320), 
	language VARCHAR(2) DEFAULT 'nb' NOT NULL, 
	made_at DATETIME, 
	closed_at DATETIME, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT uq_accounts_email UNIQUE (email)
);
INSERT INTO "accounts" VALUES('89093f6ee9a6483db6dfba8a2627a529','import',1,NULL,'nb',NULL,NULL);
INSERT INTO "accounts" VALUES('9b4e86f45f6a47b58d8784ed94c5f228','test',1,NULL,'nb',NULL,NULL);
INSERT INTO "accounts" VALUES('a3eb178406684d00899bb1a0c7323c5a','Kari',0,'kari@eksempelvik.example','nb','2026-03-02 09:00:00.000000',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0011');
CREATE TABLE askers (
	question_id CHAR(32) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_askers PRIMARY KEY (question_id), 
	CONSTRAINT fk_askers_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_askers_question_id_questions FOREIGN KEY(question_id) REFERENCES questions (id) ON DELETE CASCADE
);
CREATE TABLE assignments (
	document_id CHAR(32) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	due DATE, 
	assigned_by CHAR(32) NOT NULL, 
	assigned_at DATETIME NOT NULL, 
	CONSTRAINT pk_assignments PRIMARY KEY (document_id), 
	CONSTRAINT fk_assignments_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_assignments_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_assignments_assigned_by_accounts FOREIGN KEY(assigned_by) REFERENCES accounts (id)
);
CREATE TABLE changes (
	number BIGINT NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	verb VARCHAR(20) NOT NULL, 
	outcome BOOLEAN DEFAULT 0 NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_changes PRIMARY KEY (number)
);
INSERT INTO "changes" VALUES(1,'55fbc26aed854c31845f9eca444dc869','published',0,'2026-03-02 09:00:00.000000');
INSERT INTO "changes" VALUES(2,'5084f1aadbfc413dae1abe30bd155c7a','published',1,'2026-03-02 09:00:00.000000');
INSERT INTO "changes" VALUES(3,'79353b4c1d2b43f09194cf4754582b90','published',0,'2026-03-02 09:00:00.000000');
INSERT INTO "changes" VALUES(4,'55fbc26aed854c31845f9eca444dc869','revised',0,'2026-03-02 09:00:00.000000');
CREATE TABLE collected_items (
	collection_id CHAR(32) NOT NULL, 
	item VARCHAR(60) NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	fingerprint VARCHAR(16) NOT NULL, 
	chosen_at DATETIME NOT NULL, 
	CONSTRAINT pk_collected_items PRIMARY KEY (collection_id, item), 
	CONSTRAINT fk_collected_items_collection_id_entries FOREIGN KEY(collection_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE counters (
	name VARCHAR(40) NOT NULL, 
	value BIGINT NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('changes',4);
INSERT INTO "counters" VALUES('public',1992169672);
INSERT INTO "counters" VALUES('register',702996258);
INSERT INTO "counters" VALUES('schema:0011',11);
CREATE TABLE counties (
	"key" VARCHAR(5) NOT NULL, 
	area VARCHAR(100) NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_counties PRIMARY KEY ("key")
);
INSERT INTO "counties" VALUES('NO-98','Vestfylket','{"country": "NO", "code": "98", "area": "Vestfylket", "body": "vestfylket-fylkeskommune"}');
INSERT INTO "counties" VALUES('NO-99','Østfylket','{"country": "NO", "code": "99", "area": "\u00d8stfylket", "body": "ostfylket-fylkeskommune"}');
INSERT INTO "counties" VALUES('SE-97','Exempellän','{"country": "SE", "code": "97", "area": "Exempell\u00e4n", "body": "region-exempel"}');
CREATE TABLE curations (
	document_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	asked_by CHAR(32) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	accepted_by CHAR(32), 
	accepted_at DATETIME, 
	CONSTRAINT pk_curations PRIMARY KEY (document_id, organisation_id), 
	CONSTRAINT ck_curations_accepted CHECK ((accepted_by IS NULL) = (accepted_at IS NULL)), 
	CONSTRAINT fk_curations_accepted_by_accounts FOREIGN KEY(accepted_by) REFERENCES accounts (id), 
	CONSTRAINT fk_curations_asked_by_accounts FOREIGN KEY(asked_by) REFERENCES accounts (id), 
	CONSTRAINT fk_curations_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_curations_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE deleted_drafts (
	document_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	deleted_by CHAR(32) NOT NULL, 
	deleted_at DATETIME NOT NULL, 
	CONSTRAINT pk_deleted_drafts PRIMARY KEY (document_id), 
	CONSTRAINT fk_deleted_drafts_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT fk_deleted_drafts_deleted_by_accounts FOREIGN KEY(deleted_by) REFERENCES accounts (id)
);
CREATE TABLE document_files (
	document_id CHAR(32) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	file_name VARCHAR(300) NOT NULL, 
	is_original BOOLEAN NOT NULL, 
	given_by CHAR(32) NOT NULL, 
	given_at DATETIME NOT NULL, 
	CONSTRAINT pk_document_files PRIMARY KEY (document_id, sha256), 
	CONSTRAINT fk_document_files_given_by_accounts FOREIGN KEY(given_by) REFERENCES accounts (id), 
	CONSTRAINT fk_document_files_sha256_stored_files FOREIGN KEY(sha256) REFERENCES stored_files (sha256)
);
CREATE TABLE "document_texts" (
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	is_original BOOLEAN NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	state_since DATETIME, 
	published_id CHAR(32), 
	submitted_id CHAR(32), 
	first_published_at DATETIME, 
	newest_id CHAR(32) NOT NULL, 
	changed_at DATETIME NOT NULL, 
	title TEXT NOT NULL, 
	order_nb BLOB NOT NULL, 
	order_sv BLOB NOT NULL, 
	review_due DATE, 
	exception_asked_at DATETIME, 
	CONSTRAINT pk_document_texts PRIMARY KEY (document_id, language), 
	CONSTRAINT fk_document_texts_published_id_revisions FOREIGN KEY(published_id) REFERENCES revisions (id), 
	CONSTRAINT fk_document_texts_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT ck_document_texts_withdrawn CHECK (state != 'withdrawn' OR published_id IS NULL), 
	CONSTRAINT fk_document_texts_submitted_id_revisions FOREIGN KEY(submitted_id) REFERENCES revisions (id), 
	CONSTRAINT ck_document_texts_state CHECK (state IN ('draft', 'in_review', 'changes_requested', 'published', 'withdrawn')), 
	CONSTRAINT ck_document_texts_published CHECK (state != 'published' OR published_id IS NOT NULL), 
	CONSTRAINT ck_document_texts_submitted CHECK (state NOT IN ('in_review', 'changes_requested') OR submitted_id IS NOT NULL), 
	CONSTRAINT fk_document_texts_newest_id_revisions FOREIGN KEY(newest_id) REFERENCES revisions (id)
);
INSERT INTO "document_texts" VALUES('55fbc26aed854c31845f9eca444dc869','nb',1,'published','2026-03-02 09:00:00.000000','58e48b58c93b4bb0977438bf18d3b08e',NULL,'2026-03-02 09:00:00.000000','58e48b58c93b4bb0977438bf18d3b08e','2026-03-02 09:00:00.000000','Frokost på skolen',X'02016602017202016F02016B02016F020173020174010120020170030301012002017302016B02016F02016C02016502016E',X'02016602017202016F02016B02016F020173020174010120020170030101012002017302016B02016F02016C02016502016E',NULL,NULL);
INSERT INTO "document_texts" VALUES('5084f1aadbfc413dae1abe30bd155c7a','sv',1,'published','2026-03-02 09:00:00.000000','0261d2b3ac1a4be686387b69372ccf5e',NULL,'2026-03-02 09:00:00.000000','0261d2b3ac1a4be686387b69372ccf5e','2026-03-02 09:00:00.000000','Skolfrukost i Exempelstad',X'02017302016B02016F02016C02016602017202017502016B02016F02017302017401012002016901012002016502017802016502016D02017002016502016C020173020174020161020164',X'02017302016B02016F02016C02016602017202017502016B02016F02017302017401012002016901012002016502017802016502016D02017002016502016C020173020174020161020164',NULL,NULL);
INSERT INTO "document_texts" VALUES('79353b4c1d2b43f09194cf4754582b90','sv',1,'published','2026-03-02 09:00:00.000000','1d16538242334043abff61b2b08aa186',NULL,'2026-03-02 09:00:00.000000','1d16538242334043abff61b2b08aa186','2026-03-02 09:00:00.000000','Möte om frukost',X'02016D030202017402016501012002016F02016D01012002016602017202017502016B02016F020173020174',X'02016D030302017402016501012002016F02016D01012002016602017202017502016B02016F020173020174',NULL,NULL);
INSERT INTO "document_texts" VALUES('55fbc26aed854c31845f9eca444dc869','sv',0,'published','2026-03-02 09:00:00.000000','0a1696eb874047adbf99808794f47dd7',NULL,'2026-03-02 09:00:00.000000','0a1696eb874047adbf99808794f47dd7','2026-03-02 09:00:00.000000','Frukost i skolan',X'02016602017202017502016B02016F02017302017401012002016901012002017302016B02016F02016C02016102016E',X'02016602017202017502016B02016F02017302017401012002016901012002017302016B02016F02016C02016102016E',NULL,NULL);
INSERT INTO "document_texts" VALUES('fa198f22152b4b48b35319d024904b2a','nb',1,'draft','2026-03-02 09:00:00.000000',NULL,NULL,NULL,'9b2b0a0b868d4b0fb4f7ad310e06f774','2026-03-02 09:00:00.000000','Et utkast fra en eldre versjon',X'02016502017401012002017502017402016B02016102017302017401012002016602017202016101012002016502016E01012002016502016C02016402017202016501012002017602016502017202017302016A02016F02016E',X'02016502017401012002017502017402016B02016102017302017401012002016602017202016101012002016502016E01012002016502016C02016402017202016501012002017602016502017202017302016A02016F02016E',NULL,NULL);
CREATE TABLE documents (
	id CHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	publisher_id INTEGER NOT NULL, 
	slug VARCHAR(100), 
	follows_title BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	created_by CHAR(32) NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (id), 
	CONSTRAINT ck_documents_lies_somewhere CHECK (slug IS NOT NULL OR follows_title), 
	CONSTRAINT fk_documents_created_by_accounts FOREIGN KEY(created_by) REFERENCES accounts (id), 
	CONSTRAINT fk_documents_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT fk_documents_publisher_id_organisations FOREIGN KEY(publisher_id) REFERENCES organisations (id), 
	CONSTRAINT uq_documents_organisation_id UNIQUE (organisation_id, slug)
);
INSERT INTO "documents" VALUES('55fbc26aed854c31845f9eca444dc869','experience','nb',1,1,'frokost',0,'2026-03-02 09:00:00.000000','89093f6ee9a6483db6dfba8a2627a529');
INSERT INTO "documents" VALUES('5084f1aadbfc413dae1abe30bd155c7a','experience','sv',4,4,'frukost',0,'2026-03-02 09:00:00.000000','89093f6ee9a6483db6dfba8a2627a529');
INSERT INTO "documents" VALUES('79353b4c1d2b43f09194cf4754582b90','meeting','sv',4,4,'mote',0,'2026-03-02 09:00:00.000000','89093f6ee9a6483db6dfba8a2627a529');
INSERT INTO "documents" VALUES('fa198f22152b4b48b35319d024904b2a','need','nb',1,1,NULL,1,'2026-03-02 09:00:00.000000','a3eb178406684d00899bb1a0c7323c5a');
CREATE TABLE entries (
	id CHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	publisher_id INTEGER NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	content JSON NOT NULL, 
	fingerprint VARCHAR(16) NOT NULL, 
	published_at DATETIME NOT NULL, 
	revised_at DATETIME NOT NULL, 
	CONSTRAINT pk_entries PRIMARY KEY (id), 
	CONSTRAINT fk_entries_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT fk_entries_publisher_id_organisations FOREIGN KEY(publisher_id) REFERENCES organisations (id), 
	CONSTRAINT uq_entries_organisation_id UNIQUE (organisation_id, slug)
);
INSERT INTO "entries" VALUES('55fbc26aed854c31845f9eca444dc869','experience',1,1,'frokost','nb','{"kind": "experience", "language": "nb", "title": "Frokost p\u00e5 skolen", "summary": "Gratis frokost ga mindre frav\u00e6r.", "topics": ["truancy"], "sources": [{"id": "rapport", "title": "Rapport om frokost"}], "links": [{"relation": "relates", "to": "exempelstad/frukost"}], "body": "# Slik gikk det\n\nRektorene tok ansvar, og [[eksempelvik]] betalte.", "period": {"start": "2019", "end": "2021"}, "done": "Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]].", "outcome": "goes_on"}','1a2fccb94a281c5d','2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
INSERT INTO "entries" VALUES('5084f1aadbfc413dae1abe30bd155c7a','experience',4,4,'frukost','sv','{"kind": "experience", "language": "sv", "title": "Skolfrukost i Exempelstad", "summary": "Frukosten lades ned.", "topics": ["schools"], "body": "Barnen saknade den. Se [[exempelstad/finns-inte]].", "outcome": "stopped", "outcome_why": "Pengarna tog slut."}','fd0cd642f1ba5a83','2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
INSERT INTO "entries" VALUES('79353b4c1d2b43f09194cf4754582b90','meeting',4,4,'mote','sv','{"kind": "meeting", "language": "sv", "title": "M\u00f6te om frukost", "topics": ["schools"], "sources": [{"id": "protokoll", "title": "Minnesanteckningar", "language": "sv", "text": "Vid m\u00f6tet sade borgm\u00e4staren i Eksempelvik att frukosten\nbetalar sig. D\u00e4refter dracks kaffe."}], "attachments": [{"id": "karta", "title": "Skolv\u00e4gskarta f\u00f6r vintern", "url": "https://exempelstad.example/karta.pdf", "language": "sv", "format": "PDF"}], "series": "frukostmoten", "series_name": "Frukostm\u00f6ten", "organiser": {"organisation": "region-exempel"}, "statements": [{"id": "vik", "role": "borgm\u00e4stare", "organisation": "eksempelvik", "wording": "paraphrase", "text": "Frukosten betalar sig.", "account": "protokoll", "links": ["eksempelvik/frokost"]}], "passages": [{"id": "betalar", "part": "vik", "source": "protokoll", "words": "frukosten betalar sig"}]}','0bde89f36a14876d','2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
CREATE TABLE entry_addresses (
	organisation VARCHAR(100) NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	entry_id CHAR(32), 
	state VARCHAR(10) NOT NULL, 
	CONSTRAINT pk_entry_addresses PRIMARY KEY (organisation, slug), 
	CONSTRAINT ck_entry_addresses_withdrawn_points_nowhere CHECK ((state = 'withdrawn') = (entry_id IS NULL)), 
	CONSTRAINT ck_entry_addresses_state CHECK (state IN ('current', 'moved', 'withdrawn')), 
	CONSTRAINT fk_entry_addresses_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id)
);
INSERT INTO "entry_addresses" VALUES('eksempelvik','frokost','55fbc26aed854c31845f9eca444dc869','current');
INSERT INTO "entry_addresses" VALUES('exempelstad','frukost','5084f1aadbfc413dae1abe30bd155c7a','current');
INSERT INTO "entry_addresses" VALUES('exempelstad','mote','79353b4c1d2b43f09194cf4754582b90','current');
CREATE TABLE entry_adoptions (
	entry_id CHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	target_organisation VARCHAR(100) NOT NULL, 
	target_slug VARCHAR(100) NOT NULL, 
	target_part VARCHAR(60) NOT NULL, 
	how VARCHAR(10) NOT NULL, 
	since VARCHAR(11) NOT NULL, 
	outcome VARCHAR(10) NOT NULL, 
	CONSTRAINT pk_entry_adoptions PRIMARY KEY (entry_id, position), 
	CONSTRAINT fk_entry_adoptions_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE entry_attachment_pages (
	entry_id CHAR(32) NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	page INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_entry_attachment_pages PRIMARY KEY (entry_id, part, page), 
	CONSTRAINT fk_entry_attachment_pages_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE entry_attachments (
	entry_id CHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	small_sha256 VARCHAR(64), 
	file_name VARCHAR(300) NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	size BIGINT NOT NULL, 
	width INTEGER, 
	height INTEGER, 
	role VARCHAR(10) NOT NULL, 
	description TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	text_state VARCHAR(10) NOT NULL, 
	small_media_type VARCHAR(100) NOT NULL, 
	small_size BIGINT NOT NULL, 
	CONSTRAINT pk_entry_attachments PRIMARY KEY (entry_id, position), 
	CONSTRAINT fk_entry_attachments_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE entry_curators (
	entry_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_entry_curators PRIMARY KEY (entry_id, organisation_id), 
	CONSTRAINT fk_entry_curators_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_entry_curators_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE entry_endorsements (
	entry_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	fingerprint VARCHAR(16) NOT NULL, 
	endorsed_at DATETIME NOT NULL, 
	CONSTRAINT pk_entry_endorsements PRIMARY KEY (entry_id), 
	CONSTRAINT fk_entry_endorsements_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_entry_endorsements_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE entry_links (
	id INTEGER NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	relation VARCHAR(20) NOT NULL, 
	target_organisation VARCHAR(100) NOT NULL, 
	target_slug VARCHAR(100) NOT NULL, 
	target_part VARCHAR(60) NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_entry_links PRIMARY KEY (id), 
	CONSTRAINT fk_entry_links_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
INSERT INTO "entry_links" VALUES(1,'55fbc26aed854c31845f9eca444dc869','','relates','exempelstad','frukost','',0);
INSERT INTO "entry_links" VALUES(2,'55fbc26aed854c31845f9eca444dc869','','mentions','exempelstad','frukost','',1);
INSERT INTO "entry_links" VALUES(3,'5084f1aadbfc413dae1abe30bd155c7a','','mentions','exempelstad','finns-inte','',0);
INSERT INTO "entry_links" VALUES(4,'79353b4c1d2b43f09194cf4754582b90','vik','relates','eksempelvik','frokost','',0);
CREATE TABLE entry_measures (
	entry_id CHAR(32) NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_entry_measures PRIMARY KEY (entry_id, part), 
	CONSTRAINT fk_entry_measures_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE entry_needs (
	entry_id CHAR(32) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_entry_needs PRIMARY KEY (entry_id), 
	CONSTRAINT fk_entry_needs_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE entry_organisations (
	entry_id CHAR(32) NOT NULL, 
	organisation VARCHAR(100) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_entry_organisations PRIMARY KEY (entry_id, organisation, role), 
	CONSTRAINT fk_entry_organisations_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
INSERT INTO "entry_organisations" VALUES('55fbc26aed854c31845f9eca444dc869','eksempelvik','mentioned');
INSERT INTO "entry_organisations" VALUES('79353b4c1d2b43f09194cf4754582b90','region-exempel','organiser');
INSERT INTO "entry_organisations" VALUES('79353b4c1d2b43f09194cf4754582b90','eksempelvik','took_part');
CREATE TABLE entry_series (
	entry_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	series VARCHAR(60) NOT NULL, 
	held VARCHAR(10) NOT NULL, 
	CONSTRAINT pk_entry_series PRIMARY KEY (entry_id), 
	CONSTRAINT fk_entry_series_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_entry_series_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
INSERT INTO "entry_series" VALUES('79353b4c1d2b43f09194cf4754582b90',4,'frukostmoten','');
CREATE TABLE entry_texts (
	entry_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	is_original BOOLEAN NOT NULL, 
	title VARCHAR(300) NOT NULL, 
	summary TEXT NOT NULL, 
	words JSON NOT NULL, 
	html JSON NOT NULL, 
	made_from VARCHAR(16), 
	published_at DATETIME NOT NULL, 
	revised_at DATETIME NOT NULL, 
	CONSTRAINT pk_entry_texts PRIMARY KEY (entry_id, language), 
	CONSTRAINT fk_entry_texts_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
INSERT INTO "entry_texts" VALUES('55fbc26aed854c31845f9eca444dc869','nb',1,'Frokost på skolen','Gratis frokost ga mindre fravær.','{"title": "Frokost p\u00e5 skolen", "summary": "Gratis frokost ga mindre frav\u00e6r.", "body": "# Slik gikk det\n\nRektorene tok ansvar, og [[eksempelvik]] betalte.", "done": "Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]]."}','{"summary": "<p>Gratis frokost ga mindre frav\u00e6r.</p>", "body": "<h2>Slik gikk det</h2>\n<p>Rektorene tok ansvar, og <a data-ref=\"eksempelvik\"></a> betalte.</p>", "done": "<p>Vi begynte med frokost. Se <a data-ref=\"term:yttrande\"></a> og <a data-ref=\"exempelstad/frukost\">Exempelstad</a>.</p>"}',NULL,'2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
INSERT INTO "entry_texts" VALUES('5084f1aadbfc413dae1abe30bd155c7a','sv',1,'Skolfrukost i Exempelstad','Frukosten lades ned.','{"title": "Skolfrukost i Exempelstad", "summary": "Frukosten lades ned.", "body": "Barnen saknade den. Se [[exempelstad/finns-inte]].", "outcome_why": "Pengarna tog slut."}','{"summary": "<p>Frukosten lades ned.</p>", "body": "<p>Barnen saknade den. Se <a data-ref=\"exempelstad/finns-inte\"></a>.</p>", "outcome_why": "<p>Pengarna tog slut.</p>"}',NULL,'2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
INSERT INTO "entry_texts" VALUES('79353b4c1d2b43f09194cf4754582b90','sv',1,'Möte om frukost','','{"title": "M\u00f6te om frukost", "series_name": "Frukostm\u00f6ten", "vik.role": "borgm\u00e4stare", "vik.text": "Frukosten betalar sig."}','{"vik.text": "<p>Frukosten betalar sig.</p>"}',NULL,'2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
INSERT INTO "entry_texts" VALUES('55fbc26aed854c31845f9eca444dc869','sv',0,'Frukost i skolan','Gratis frukost gav mindre frånvaro.','{"title": "Frukost i skolan", "summary": "Gratis frukost gav mindre fr\u00e5nvaro."}','{"summary": "<p>Gratis frukost gav mindre fr\u00e5nvaro.</p>"}','1a2fccb94a281c5d','2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000');
CREATE TABLE entry_topics (
	entry_id CHAR(32) NOT NULL, 
	topic_id VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_entry_topics PRIMARY KEY (entry_id, topic_id), 
	CONSTRAINT fk_entry_topics_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE
);
INSERT INTO "entry_topics" VALUES('55fbc26aed854c31845f9eca444dc869','schools');
INSERT INTO "entry_topics" VALUES('55fbc26aed854c31845f9eca444dc869','truancy');
INSERT INTO "entry_topics" VALUES('5084f1aadbfc413dae1abe30bd155c7a','schools');
INSERT INTO "entry_topics" VALUES('79353b4c1d2b43f09194cf4754582b90','schools');
CREATE TABLE failed_sign_ins (
	id INTEGER NOT NULL, 
	who VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_failed_sign_ins PRIMARY KEY (id)
);
CREATE TABLE figures (
	organisation_id INTEGER NOT NULL, 
	measure VARCHAR(20) NOT NULL, 
	year INTEGER NOT NULL, 
	value INTEGER NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	table_id VARCHAR(100) NOT NULL, 
	title VARCHAR(300) NOT NULL, 
	imported_at DATETIME NOT NULL, 
	CONSTRAINT pk_figures PRIMARY KEY (organisation_id, measure, year), 
	CONSTRAINT ck_figures_measure CHECK (measure IN ('population')), 
	CONSTRAINT ck_figures_value CHECK (value >= 0), 
	CONSTRAINT fk_figures_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE follows (
	id INTEGER NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	what VARCHAR(20) NOT NULL, 
	"key" VARCHAR(700) NOT NULL, 
	level VARCHAR(20) NOT NULL, 
	organisation VARCHAR(100) NOT NULL, 
	since BIGINT NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_follows PRIMARY KEY (id), 
	CONSTRAINT ck_follows_level CHECK (level IN ('everything', 'new_and_revised', 'outcomes')), 
	CONSTRAINT ck_follows_what CHECK (what IN ('entry', 'organisation', 'topic', 'collection', 'series', 'search')), 
	CONSTRAINT fk_follows_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_follows_account_id UNIQUE (account_id, what, "key")
);
CREATE TABLE helpful_answers (
	id INTEGER NOT NULL, 
	need_id CHAR(32) NOT NULL, 
	entry_id CHAR(32), 
	answer_id CHAR(32), 
	said_at DATETIME NOT NULL, 
	CONSTRAINT pk_helpful_answers PRIMARY KEY (id), 
	CONSTRAINT ck_helpful_answers_an_entry_or_a_reply CHECK ((entry_id IS NULL) <> (answer_id IS NULL)), 
	CONSTRAINT fk_helpful_answers_answer_id_need_answers FOREIGN KEY(answer_id) REFERENCES need_answers (id) ON DELETE CASCADE, 
	CONSTRAINT fk_helpful_answers_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_helpful_answers_need_id_entries FOREIGN KEY(need_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT uq_helpful_answers_answer_id UNIQUE (answer_id), 
	CONSTRAINT uq_helpful_answers_need_id UNIQUE (need_id, entry_id)
);
CREATE TABLE imported_files (
	path VARCHAR(300) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	revision_id CHAR(32), 
	CONSTRAINT pk_imported_files PRIMARY KEY (path), 
	CONSTRAINT fk_imported_files_revision_id_revisions FOREIGN KEY(revision_id) REFERENCES revisions (id)
);
INSERT INTO "imported_files" VALUES('entries/eksempelvik/frokost.nb.md','8ebb086c1355ee20bb7e652f6c427f71c7154889e8d31ded749e8c6f31fb233f','58e48b58c93b4bb0977438bf18d3b08e');
INSERT INTO "imported_files" VALUES('entries/exempelstad/frukost.sv.md','6fc223a00f016a7abf6dfe39d14fb563e2778f3bef44cd2f42bbb59959c7be0f','0261d2b3ac1a4be686387b69372ccf5e');
INSERT INTO "imported_files" VALUES('entries/exempelstad/mote.sv.md','e1a9f376eec938c02121be063107242f56ae98cf78ccdeffbfc7d44020f77189','1d16538242334043abff61b2b08aa186');
INSERT INTO "imported_files" VALUES('entries/eksempelvik/frokost.sv.md','a4c493b6b90c9cb81a47c9b8196a8bbd0f3bfa9bd15c02778f560e95773f7c20','0a1696eb874047adbf99808794f47dd7');
CREATE TABLE job_runs (
	name VARCHAR(40) NOT NULL, 
	host VARCHAR(200) NOT NULL, 
	worker VARCHAR(220) NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME NOT NULL, 
	milliseconds BIGINT NOT NULL, 
	failed_at DATETIME, 
	failure VARCHAR(80) NOT NULL, 
	failures INTEGER NOT NULL, 
	next_due DATETIME, 
	CONSTRAINT pk_job_runs PRIMARY KEY (name, host)
);
CREATE TABLE mail_preferences (
	account_id CHAR(32) NOT NULL, 
	how_often VARCHAR(10) NOT NULL, 
	mailed_through BIGINT NOT NULL, 
	seen_through BIGINT NOT NULL, 
	period VARCHAR(10) NOT NULL, 
	secret VARCHAR(64) NOT NULL, 
	refusals INTEGER NOT NULL, 
	set_aside_at DATETIME, 
	CONSTRAINT pk_mail_preferences PRIMARY KEY (account_id), 
	CONSTRAINT ck_mail_preferences_how_often CHECK (how_often IN ('at_once', 'daily', 'weekly', 'none')), 
	CONSTRAINT fk_mail_preferences_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_mail_preferences_secret UNIQUE (secret)
);
CREATE TABLE mandates (
	id INTEGER NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	organisation_id INTEGER, 
	country VARCHAR(2) NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_until DATE, 
	ended_at DATETIME, 
	CONSTRAINT pk_mandates PRIMARY KEY (id), 
	CONSTRAINT ck_mandates_role CHECK (role IN ('coordinator', 'approver', 'national_coordinator', 'administrator')), 
	CONSTRAINT fk_mandates_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_mandates_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
INSERT INTO "mandates" VALUES(1,'a3eb178406684d00899bb1a0c7323c5a','coordinator',1,'','2026-03-02',NULL,NULL);
CREATE TABLE marks (
	id INTEGER NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	part VARCHAR(60) NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	why VARCHAR(300) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	marked_at DATETIME NOT NULL, 
	CONSTRAINT pk_marks PRIMARY KEY (id), 
	CONSTRAINT ck_marks_state CHECK (state IN ('have', 'adapted', 'considered', 'declined')), 
	CONSTRAINT ck_marks_says_why CHECK (why <> '' OR state = 'have'), 
	CONSTRAINT fk_marks_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_marks_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT uq_marks_organisation_id UNIQUE (organisation_id, entry_id, part)
);
CREATE TABLE missed_searches (
	words VARCHAR(100) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	day DATE NOT NULL, 
	times INTEGER NOT NULL, 
	CONSTRAINT pk_missed_searches PRIMARY KEY (words, language, day)
);
CREATE TABLE need_answers (
	id CHAR(32) NOT NULL, 
	need_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	entry_id CHAR(32), 
	text TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	answered_at DATETIME NOT NULL, 
	is_hidden BOOLEAN NOT NULL, 
	CONSTRAINT pk_need_answers PRIMARY KEY (id), 
	CONSTRAINT ck_need_answers_an_entry_or_a_reply CHECK ((entry_id IS NULL AND text <> '') OR (entry_id IS NOT NULL AND text = '') OR (is_hidden AND text = '')), 
	CONSTRAINT fk_need_answers_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_need_answers_need_id_entries FOREIGN KEY(need_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_need_answers_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT uq_need_answers_need_id UNIQUE (need_id, entry_id)
);
CREATE TABLE one_time_links (
	digest VARCHAR(64) NOT NULL, 
	purpose VARCHAR(20) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_one_time_links PRIMARY KEY (digest), 
	CONSTRAINT ck_one_time_links_purpose CHECK (purpose IN ('invitation', 'reset')), 
	CONSTRAINT fk_one_time_links_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE TABLE organisations (
	id INTEGER NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	bare_slug VARCHAR(100) NOT NULL, 
	type VARCHAR(20) NOT NULL, 
	country VARCHAR(2) NOT NULL, 
	county VARCHAR(5) NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	is_closed BOOLEAN NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_organisations PRIMARY KEY (id), 
	CONSTRAINT uq_organisations_slug UNIQUE (slug)
);
INSERT INTO "organisations" VALUES(1,'eksempelvik','eksempelvik','municipality','NO','NO-99','Eksempelvik',0,'{"slug": "eksempelvik", "type": "municipality", "country": "NO", "code": "9901", "county": "99", "group": "Bokm\u00e5l", "names": [{"name": "Eksempelvik"}], "parallel": [{"name": "Eksempelvuotna", "language": "se"}]}');
INSERT INTO "organisations" VALUES(2,'lilleby-ost','lilleby','municipality','NO','NO-99','Lilleby',0,'{"slug": "lilleby-ost", "type": "municipality", "country": "NO", "code": "9902", "county": "99", "group": "Nynorsk", "names": [{"name": "Lilleby"}]}');
INSERT INTO "organisations" VALUES(3,'lilleby-vest','lilleby','municipality','NO','NO-98','Lilleby',0,'{"slug": "lilleby-vest", "type": "municipality", "country": "NO", "code": "9903", "county": "98", "group": "Nynorsk", "names": [{"name": "Lilleby"}]}');
INSERT INTO "organisations" VALUES(4,'exempelstad','exempelstad','municipality','SE','SE-97','Exempelstad',0,'{"slug": "exempelstad", "type": "municipality", "country": "SE", "code": "9801", "county": "97", "group": "C6", "names": [{"name": "Exempelstad", "language": "sv"}]}');
INSERT INTO "organisations" VALUES(5,'vestfylket-fylkeskommune','vestfylket-fylkeskommune','county','NO','NO-98','Vestfylket fylkeskommune',0,'{"slug": "vestfylket-fylkeskommune", "type": "county", "country": "NO", "code": "98", "county": "98", "names": [{"name": "Vestfylket fylkeskommune"}]}');
INSERT INTO "organisations" VALUES(6,'ostfylket-fylkeskommune','ostfylket-fylkeskommune','county','NO','NO-99','Østfylket fylkeskommune',0,'{"slug": "ostfylket-fylkeskommune", "type": "county", "country": "NO", "code": "99", "county": "99", "names": [{"name": "\u00d8stfylket fylkeskommune"}]}');
INSERT INTO "organisations" VALUES(7,'region-exempel','region-exempel','county','SE','SE-97','Region Exempel',0,'{"slug": "region-exempel", "type": "county", "country": "SE", "code": "97", "county": "97", "names": [{"name": "Region Exempel", "language": "sv"}]}');
INSERT INTO "organisations" VALUES(8,'grannar','grannar','editors','','','Grannars redaksjon',0,'{"slug": "grannar", "type": "editors", "names": [{"name": "Grannars redaksjon", "short": "Grannar"}]}');
CREATE TABLE outgoing_mail (
	id INTEGER NOT NULL, 
	"to" VARCHAR(320) NOT NULL, 
	subject VARCHAR(300) NOT NULL, 
	body TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	made_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	tries INTEGER NOT NULL, 
	next_try_at DATETIME NOT NULL, 
	last_error VARCHAR(200) NOT NULL, 
	"key" VARCHAR(120), 
	kind VARCHAR(20) DEFAULT '' NOT NULL, 
	parameters JSON, 
	CONSTRAINT pk_outgoing_mail PRIMARY KEY (id)
);
CREATE TABLE overruled_guards (
	revision_id CHAR(32) NOT NULL, 
	actor_id CHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_overruled_guards PRIMARY KEY (revision_id), 
	CONSTRAINT fk_overruled_guards_actor_id_accounts FOREIGN KEY(actor_id) REFERENCES accounts (id), 
	CONSTRAINT fk_overruled_guards_revision_id_revisions FOREIGN KEY(revision_id) REFERENCES revisions (id)
);
CREATE TABLE own_approvals (
	organisation_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_own_approvals PRIMARY KEY (organisation_id), 
	CONSTRAINT fk_own_approvals_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE promotions (
	id INTEGER NOT NULL, 
	topic_id VARCHAR(100) NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	reason VARCHAR(300) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	promoted_at DATETIME NOT NULL, 
	until DATE NOT NULL, 
	CONSTRAINT pk_promotions PRIMARY KEY (id), 
	CONSTRAINT fk_promotions_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_promotions_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT uq_promotions_topic_id UNIQUE (topic_id, entry_id, organisation_id)
);
CREATE TABLE purges (
	id CHAR(32) NOT NULL, 
	what VARCHAR(10) NOT NULL, 
	document_id CHAR(32), 
	path VARCHAR(200) NOT NULL, 
	places JSON NOT NULL, 
	rows JSON NOT NULL, 
	actor_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_purges PRIMARY KEY (id), 
	CONSTRAINT ck_purges_what CHECK (what IN ('document', 'field', 'words')), 
	CONSTRAINT ck_purges_of_a_document CHECK ((what = 'words') = (document_id IS NULL)), 
	CONSTRAINT fk_purges_actor_id_accounts FOREIGN KEY(actor_id) REFERENCES accounts (id)
);
CREATE TABLE put_aside_searches (
	words VARCHAR(100) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	"by" CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_put_aside_searches PRIMARY KEY (words, language), 
	CONSTRAINT fk_put_aside_searches_by_accounts FOREIGN KEY("by") REFERENCES accounts (id)
);
CREATE TABLE questions (
	id CHAR(32) NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	role VARCHAR(30) NOT NULL, 
	text TEXT NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answer TEXT NOT NULL, 
	answer_language VARCHAR(2) NOT NULL, 
	answering_id INTEGER, 
	answering_role VARCHAR(30) NOT NULL, 
	answered_at DATETIME, 
	revised_at DATETIME, 
	is_hidden BOOLEAN NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (id), 
	CONSTRAINT ck_questions_answered_in_one_way CHECK (answer = '' OR revised_at IS NULL), 
	CONSTRAINT ck_questions_says_something CHECK (is_hidden OR text <> ''), 
	CONSTRAINT ck_questions_answered_by_somebody CHECK ((answered_at IS NULL) = (answering_id IS NULL)), 
	CONSTRAINT fk_questions_answering_id_organisations FOREIGN KEY(answering_id) REFERENCES organisations (id), 
	CONSTRAINT fk_questions_entry_id_entries FOREIGN KEY(entry_id) REFERENCES entries (id) ON DELETE CASCADE, 
	CONSTRAINT fk_questions_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE reminded_needs (
	need_id CHAR(32) NOT NULL, 
	reminded_at DATETIME NOT NULL, 
	CONSTRAINT pk_reminded_needs PRIMARY KEY (need_id), 
	CONSTRAINT fk_reminded_needs_need_id_entries FOREIGN KEY(need_id) REFERENCES entries (id) ON DELETE CASCADE
);
CREATE TABLE reports (
	id CHAR(32) NOT NULL, 
	about VARCHAR(10) NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	said_id CHAR(32), 
	country VARCHAR(2) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	reported_at DATETIME NOT NULL, 
	outcome VARCHAR(10) NOT NULL, 
	note TEXT NOT NULL, 
	settled_by CHAR(32), 
	settled_at DATETIME, 
	taken_away TEXT NOT NULL, 
	CONSTRAINT pk_reports PRIMARY KEY (id), 
	CONSTRAINT ck_reports_about_what_was_said CHECK ((about = 'page') = (said_id IS NULL)), 
	CONSTRAINT ck_reports_settled CHECK ((outcome = '') = (settled_at IS NULL)), 
	CONSTRAINT ck_reports_about CHECK (about IN ('page', 'question', 'answer')), 
	CONSTRAINT ck_reports_outcome CHECK (outcome IN ('', 'hidden', 'kept')), 
	CONSTRAINT fk_reports_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_reports_settled_by_accounts FOREIGN KEY(settled_by) REFERENCES accounts (id)
);
CREATE TABLE review_notes (
	id CHAR(32) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	revision_id CHAR(32) NOT NULL, 
	place VARCHAR(200) NOT NULL, 
	quote TEXT NOT NULL, 
	text TEXT NOT NULL, 
	author_id CHAR(32) NOT NULL, 
	made_at DATETIME NOT NULL, 
	answer TEXT NOT NULL, 
	answered_by CHAR(32), 
	answered_at DATETIME, 
	settled_by CHAR(32), 
	settled_at DATETIME, 
	CONSTRAINT pk_review_notes PRIMARY KEY (id), 
	CONSTRAINT ck_review_notes_answered CHECK ((answered_by IS NULL) = (answered_at IS NULL)), 
	CONSTRAINT ck_review_notes_settled CHECK ((settled_by IS NULL) = (settled_at IS NULL)), 
	CONSTRAINT fk_review_notes_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_review_notes_revision_id_revisions FOREIGN KEY(revision_id) REFERENCES revisions (id), 
	CONSTRAINT fk_review_notes_author_id_accounts FOREIGN KEY(author_id) REFERENCES accounts (id), 
	CONSTRAINT fk_review_notes_answered_by_accounts FOREIGN KEY(answered_by) REFERENCES accounts (id), 
	CONSTRAINT fk_review_notes_settled_by_accounts FOREIGN KEY(settled_by) REFERENCES accounts (id)
);
CREATE TABLE revisions (
	id CHAR(32) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	number INTEGER NOT NULL, 
	content JSON NOT NULL, 
	fingerprint VARCHAR(16) NOT NULL, 
	author_id CHAR(32) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (id), 
	CONSTRAINT fk_revisions_author_id_accounts FOREIGN KEY(author_id) REFERENCES accounts (id), 
	CONSTRAINT fk_revisions_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT uq_revisions_document_id UNIQUE (document_id, language, number)
);
INSERT INTO "revisions" VALUES('58e48b58c93b4bb0977438bf18d3b08e','55fbc26aed854c31845f9eca444dc869','nb',1,'{"kind": "experience", "language": "nb", "title": "Frokost p\u00e5 skolen", "summary": "Gratis frokost ga mindre frav\u00e6r.", "topics": ["truancy"], "sources": [{"id": "rapport", "title": "Rapport om frokost"}], "links": [{"relation": "relates", "to": "exempelstad/frukost"}], "body": "# Slik gikk det\n\nRektorene tok ansvar, og [[eksempelvik]] betalte.", "period": {"start": "2019", "end": "2021"}, "done": "Vi begynte med frokost. Se [[begrep:yttrande]] og [[exempelstad/frukost|Exempelstad]].", "outcome": "goes_on"}','1a2fccb94a281c5d','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000');
INSERT INTO "revisions" VALUES('0261d2b3ac1a4be686387b69372ccf5e','5084f1aadbfc413dae1abe30bd155c7a','sv',1,'{"kind": "experience", "language": "sv", "title": "Skolfrukost i Exempelstad", "summary": "Frukosten lades ned.", "topics": ["schools"], "body": "Barnen saknade den. Se [[exempelstad/finns-inte]].", "outcome": "stopped", "outcome_why": "Pengarna tog slut."}','fd0cd642f1ba5a83','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000');
INSERT INTO "revisions" VALUES('1d16538242334043abff61b2b08aa186','79353b4c1d2b43f09194cf4754582b90','sv',1,'{"kind": "meeting", "language": "sv", "title": "M\u00f6te om frukost", "topics": ["schools"], "sources": [{"id": "protokoll", "title": "Minnesanteckningar", "language": "sv", "text": "Vid m\u00f6tet sade borgm\u00e4staren i Eksempelvik att frukosten\nbetalar sig. D\u00e4refter dracks kaffe."}], "attachments": [{"id": "karta", "title": "Skolv\u00e4gskarta f\u00f6r vintern", "url": "https://exempelstad.example/karta.pdf", "language": "sv", "format": "PDF"}], "series": "frukostmoten", "series_name": "Frukostm\u00f6ten", "organiser": {"organisation": "region-exempel"}, "statements": [{"id": "vik", "role": "borgm\u00e4stare", "organisation": "eksempelvik", "wording": "paraphrase", "text": "Frukosten betalar sig.", "account": "protokoll", "links": ["eksempelvik/frokost"]}], "passages": [{"id": "betalar", "part": "vik", "source": "protokoll", "words": "frukosten betalar sig"}]}','0bde89f36a14876d','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000');
INSERT INTO "revisions" VALUES('0a1696eb874047adbf99808794f47dd7','55fbc26aed854c31845f9eca444dc869','sv',1,'{"language": "sv", "translates": "nb", "made_from": "1a2fccb94a281c5d", "words": {"title": "Frukost i skolan", "summary": "Gratis frukost gav mindre fr\u00e5nvaro."}}','cb873175aca69ba5','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000');
INSERT INTO "revisions" VALUES('9b2b0a0b868d4b0fb4f7ad310e06f774','fa198f22152b4b48b35319d024904b2a','nb',1,'{"kind": "need", "language": "nb", "title": "Et utkast fra en eldre versjon", "body": "Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord. Ord."}','3d8752f689f9c3d8','a3eb178406684d00899bb1a0c7323c5a','2026-03-02 09:00:00.000000');
CREATE TABLE scheduled_publications (
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	revision_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	approved_by CHAR(32) NOT NULL, 
	approved_at DATETIME NOT NULL, 
	problem VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_scheduled_publications PRIMARY KEY (document_id, language), 
	CONSTRAINT fk_scheduled_publications_approved_by_accounts FOREIGN KEY(approved_by) REFERENCES accounts (id), 
	CONSTRAINT fk_scheduled_publications_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_scheduled_publications_revision_id_revisions FOREIGN KEY(revision_id) REFERENCES revisions (id)
);
CREATE TABLE seen_items (
	document_id CHAR(32) NOT NULL, 
	item VARCHAR(60) NOT NULL, 
	entry_id CHAR(32) NOT NULL, 
	address VARCHAR(260) NOT NULL, 
	fingerprint VARCHAR(16) NOT NULL, 
	newer_id CHAR(32), 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_seen_items PRIMARY KEY (document_id, item), 
	CONSTRAINT fk_seen_items_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id)
);
CREATE TABLE series_places (
	organisation_id INTEGER NOT NULL, 
	series VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_series_places PRIMARY KEY (organisation_id, series), 
	CONSTRAINT fk_series_places_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
INSERT INTO "series_places" VALUES(4,'frukostmoten');
CREATE TABLE sign_in_methods (
	id INTEGER NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	subject VARCHAR(300) NOT NULL, 
	secret VARCHAR(300) NOT NULL, 
	set_at DATETIME NOT NULL, 
	CONSTRAINT pk_sign_in_methods PRIMARY KEY (id), 
	CONSTRAINT ck_sign_in_methods_kind CHECK (kind IN ('password', 'oidc')), 
	CONSTRAINT fk_sign_in_methods_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_sign_in_methods_kind UNIQUE (kind, subject)
);
INSERT INTO "sign_in_methods" VALUES(1,'a3eb178406684d00899bb1a0c7323c5a','password','a3eb178406684d00899bb1a0c7323c5a','$argon2id$v=19$m=8,t=1,p=1$JhkKKRphVRnyB/tNI6eW8w$kJuvy/xEtGKDLz0HYZ7hg1hJ6JQDkz4OGb4XuRRbrQM','2026-03-02 09:00:00.000000');
CREATE TABLE sign_ins (
	id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	began_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	browser VARCHAR(100) NOT NULL, origin VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (id), 
	CONSTRAINT fk_sign_ins_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_sign_ins_digest UNIQUE (digest)
);
INSERT INTO "sign_ins" VALUES(1,'9152b6275e8df0e395635fd4f9f3c2b881182073de563e02ef232ba7e2b035e3','a3eb178406684d00899bb1a0c7323c5a','2026-03-02 09:00:00.000000','2026-03-02 09:00:00.000000',NULL,'','7262c71e91d36886f3790480f78c264dc83ad5649d8a06b61f3592b6878fbd83');
CREATE TABLE stored_file_pages (
	sha256 VARCHAR(64) NOT NULL, 
	page INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_stored_file_pages PRIMARY KEY (sha256, page), 
	CONSTRAINT fk_stored_file_pages_sha256_stored_files FOREIGN KEY(sha256) REFERENCES stored_files (sha256) ON DELETE CASCADE
);
CREATE TABLE stored_files (
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	width INTEGER, 
	height INTEGER, 
	small_sha256 VARCHAR(64), 
	text_state VARCHAR(10) NOT NULL, 
	problem VARCHAR(40) NOT NULL, 
	title TEXT NOT NULL, 
	author TEXT NOT NULL, 
	left_out JSON NOT NULL, 
	used_at DATETIME NOT NULL, 
	CONSTRAINT pk_stored_files PRIMARY KEY (sha256), 
	CONSTRAINT ck_stored_files_text_state CHECK (text_state IN ('read', 'empty', 'failed', 'none'))
);
CREATE TABLE terms (
	id VARCHAR(100) NOT NULL, 
	position INTEGER NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_terms PRIMARY KEY (id)
);
INSERT INTO "terms" VALUES('yttrande',0,'{"id": "yttrande", "relation": "same", "sv": ["yttrande"], "nb": ["uttalelse"], "explanation": {"nb": "Det en svensk nemnd svarer.", "sv": "Det ett norskt utvalg svarar."}}');
CREATE TABLE text_templates (
	id CHAR(32) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	fields JSON NOT NULL, 
	made_by CHAR(32) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_text_templates PRIMARY KEY (id), 
	CONSTRAINT fk_text_templates_made_by_accounts FOREIGN KEY(made_by) REFERENCES accounts (id), 
	CONSTRAINT fk_text_templates_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id), 
	CONSTRAINT uq_text_templates_organisation_id UNIQUE (organisation_id, name)
);
CREATE TABLE thrown_away_copies (
	account_id CHAR(32) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	fields JSON NOT NULL, 
	base_id CHAR(32), 
	thrown_away_at DATETIME NOT NULL, 
	CONSTRAINT pk_thrown_away_copies PRIMARY KEY (account_id, document_id, language), 
	CONSTRAINT fk_thrown_away_copies_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_thrown_away_copies_base_id_revisions FOREIGN KEY(base_id) REFERENCES revisions (id), 
	CONSTRAINT fk_thrown_away_copies_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE topics (
	id VARCHAR(100) NOT NULL, 
	position INTEGER NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_topics PRIMARY KEY (id)
);
INSERT INTO "topics" VALUES('schools',0,'{"id": "schools", "labels": {"nb": "Skole", "sv": "Skola"}}');
INSERT INTO "topics" VALUES('truancy',1,'{"id": "truancy", "broader": "schools", "labels": {"nb": "Skolefrav\u00e6r", "sv": "Skolfr\u00e5nvaro"}, "synonyms": {"sv": ["skolk"]}}');
CREATE TABLE trail (
	id INTEGER NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	revision_id CHAR(32), 
	verb VARCHAR(30) NOT NULL, 
	actor_id CHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_trail PRIMARY KEY (id), 
	CONSTRAINT fk_trail_actor_id_accounts FOREIGN KEY(actor_id) REFERENCES accounts (id), 
	CONSTRAINT fk_trail_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_trail_revision_id_revisions FOREIGN KEY(revision_id) REFERENCES revisions (id)
);
INSERT INTO "trail" VALUES(1,'55fbc26aed854c31845f9eca444dc869','nb','58e48b58c93b4bb0977438bf18d3b08e','revised','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(2,'55fbc26aed854c31845f9eca444dc869','nb','58e48b58c93b4bb0977438bf18d3b08e','published','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(3,'5084f1aadbfc413dae1abe30bd155c7a','sv','0261d2b3ac1a4be686387b69372ccf5e','revised','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(4,'5084f1aadbfc413dae1abe30bd155c7a','sv','0261d2b3ac1a4be686387b69372ccf5e','published','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(5,'79353b4c1d2b43f09194cf4754582b90','sv','1d16538242334043abff61b2b08aa186','revised','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(6,'79353b4c1d2b43f09194cf4754582b90','sv','1d16538242334043abff61b2b08aa186','published','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(7,'55fbc26aed854c31845f9eca444dc869','sv','0a1696eb874047adbf99808794f47dd7','revised','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(8,'55fbc26aed854c31845f9eca444dc869','sv','0a1696eb874047adbf99808794f47dd7','published','89093f6ee9a6483db6dfba8a2627a529','2026-03-02 09:00:00.000000','');
INSERT INTO "trail" VALUES(9,'fa198f22152b4b48b35319d024904b2a','nb','9b2b0a0b868d4b0fb4f7ad310e06f774','revised','a3eb178406684d00899bb1a0c7323c5a','2026-03-02 09:00:00.000000','');
CREATE TABLE used_parts (
	document_id CHAR(32) NOT NULL, 
	part_id VARCHAR(60) NOT NULL, 
	field VARCHAR(30) NOT NULL, 
	is_gone BOOLEAN NOT NULL, 
	CONSTRAINT pk_used_parts PRIMARY KEY (document_id, part_id), 
	CONSTRAINT fk_used_parts_document_id_documents FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "used_parts" VALUES('55fbc26aed854c31845f9eca444dc869','rapport','sources',0);
INSERT INTO "used_parts" VALUES('79353b4c1d2b43f09194cf4754582b90','vik','statements',0);
INSERT INTO "used_parts" VALUES('79353b4c1d2b43f09194cf4754582b90','betalar','passages',0);
INSERT INTO "used_parts" VALUES('79353b4c1d2b43f09194cf4754582b90','protokoll','sources',0);
INSERT INTO "used_parts" VALUES('79353b4c1d2b43f09194cf4754582b90','karta','attachments',0);
CREATE TABLE working_copies (
	account_id CHAR(32) NOT NULL, 
	document_id CHAR(32) NOT NULL, 
	language VARCHAR(2) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	organisation_id INTEGER NOT NULL, 
	fields JSON NOT NULL, 
	base_id CHAR(32), 
	kept_at DATETIME NOT NULL, number INTEGER DEFAULT '1' NOT NULL, window VARCHAR(16) DEFAULT '' NOT NULL, window_since INTEGER DEFAULT '1' NOT NULL, clashes JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_working_copies PRIMARY KEY (account_id, document_id, language), 
	CONSTRAINT fk_working_copies_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_working_copies_base_id_revisions FOREIGN KEY(base_id) REFERENCES revisions (id), 
	CONSTRAINT fk_working_copies_organisation_id_organisations FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE INDEX ix_changes_entry_id ON changes (entry_id);
CREATE INDEX ix_failed_sign_ins_who_at ON failed_sign_ins (who, at);
CREATE INDEX ix_missed_searches_day ON missed_searches (day);
CREATE INDEX ix_organisations_bare_slug ON organisations (bare_slug);
CREATE INDEX ix_organisations_county ON organisations (county);
CREATE INDEX ix_organisations_type ON organisations (type);
CREATE UNIQUE INDEX ix_outgoing_mail_key ON outgoing_mail ("key");
CREATE INDEX ix_account_events_account_id ON account_events (account_id);
CREATE INDEX ix_entries_kind ON entries (kind);
CREATE INDEX ix_entries_published_at ON entries (published_at);
CREATE INDEX ix_entries_publisher_id ON entries (publisher_id);
CREATE INDEX ix_mail_preferences_how_often ON mail_preferences (how_often);
CREATE INDEX ix_mandates_account_id ON mandates (account_id);
CREATE INDEX ix_one_time_links_account_id ON one_time_links (account_id);
CREATE INDEX ix_reports_account_id ON reports (account_id);
CREATE INDEX ix_reports_country ON reports (country);
CREATE INDEX ix_reports_entry_id ON reports (entry_id);
CREATE INDEX ix_sign_in_methods_account_id ON sign_in_methods (account_id);
CREATE INDEX ix_sign_ins_account_id ON sign_ins (account_id);
CREATE INDEX ix_collected_items_entry_id ON collected_items (entry_id);
CREATE INDEX ix_curations_organisation_id ON curations (organisation_id);
CREATE INDEX ix_entry_addresses_entry_id ON entry_addresses (entry_id);
CREATE INDEX ix_entry_adoptions_target ON entry_adoptions (target_organisation, target_slug);
CREATE INDEX ix_entry_links_entry_id ON entry_links (entry_id);
CREATE INDEX ix_entry_links_target ON entry_links (target_organisation, target_slug);
CREATE INDEX ix_entry_needs_state ON entry_needs (state);
CREATE INDEX ix_entry_organisations_organisation ON entry_organisations (organisation);
CREATE INDEX ix_entry_series_place ON entry_series (organisation_id, series, held);
CREATE INDEX ix_entry_topics_topic_id ON entry_topics (topic_id);
CREATE INDEX ix_marks_entry ON marks (entry_id, part);
CREATE INDEX ix_need_answers_entry_id ON need_answers (entry_id);
CREATE INDEX ix_promotions_entry_id ON promotions (entry_id);
CREATE INDEX ix_questions_entry ON questions (entry_id, asked_at);
CREATE INDEX ix_revisions_document_id ON revisions (document_id);
CREATE INDEX ix_askers_account_id ON askers (account_id);
CREATE INDEX ix_helpful_answers_entry_id ON helpful_answers (entry_id);
CREATE INDEX ix_trail_document_id ON trail (document_id);
CREATE INDEX ix_scheduled_publications_at ON scheduled_publications (at);
CREATE INDEX ix_documents_publisher_id ON documents (publisher_id);
CREATE INDEX ix_revisions_author ON revisions (author_id, document_id, language, number);
CREATE INDEX ix_document_texts_state ON document_texts (state, state_since);
CREATE INDEX ix_document_texts_review_due ON document_texts (review_due);
CREATE INDEX ix_document_texts_exception_asked_at ON document_texts (exception_asked_at);
CREATE INDEX ix_review_notes_document ON review_notes (document_id, language);
CREATE INDEX ix_assignments_account_id ON assignments (account_id);
CREATE INDEX ix_deleted_drafts_organisation_id ON deleted_drafts (organisation_id);
CREATE INDEX ix_stored_files_small_sha256 ON stored_files (small_sha256);
CREATE INDEX ix_stored_files_used_at ON stored_files (used_at);
CREATE INDEX ix_document_files_sha256 ON document_files (sha256);
CREATE INDEX ix_entry_attachments_sha256 ON entry_attachments (sha256);
CREATE INDEX ix_entry_attachments_small_sha256 ON entry_attachments (small_sha256);
COMMIT;
